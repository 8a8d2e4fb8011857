/**
 * The tables of the journal: one class per table with its SQL, the schema, and the codecs of its
 * columns.
 *
 * <p>May use {@code journal}, {@code sqlite}, {@code json}, {@code platform} and {@code event};
 * opens no transaction itself.
 *
 * <p>Add a table or a column: a step in {@code Schema} and the class of the table. Existing
 * journals are migrated when they are opened.
 */
package dev.gateway.core.journal.table;
