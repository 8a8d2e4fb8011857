/**
 * The SQLite library behind plain calls: connections, error classes, version.
 *
 * <p>May use {@code file}, {@code process} and the exceptions of {@code journal}; knows no table.
 *
 * <p>Add the treatment of an SQLite error: {@code SqliteErrorClassifier}.
 */
package dev.gateway.core.sqlite;
