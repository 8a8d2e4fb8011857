/**
 * The SQLite library behind plain calls: connections with prepared statements, and its version.
 *
 * <p>May use {@code file} only; knows no table and no journal.
 *
 * <p>Add a call that several users of SQLite need: a method of {@code SqliteConnection}.
 */
package dev.gateway.core.sqlite;
