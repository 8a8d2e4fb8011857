/**
 * The interface of the journal, the store of messages, answers and cursors that survives a crash,
 * with its records.
 *
 * <p>May use {@code platform} and {@code time}. Callers see only this package; {@code
 * journal.engine} opens one, at start.
 *
 * <p>Add an operation: a method of {@code Inbox}, {@code Outbox} or {@code History} and its
 * implementation in {@code journal.table}.
 */
package dev.gateway.core.journal;
