/**
 * The database's files on disk: their safe opening, their identity while they are open, the format
 * of the write-ahead log, and the meaning of SQLite's errors.
 *
 * <p>May use {@code journal} only; knows no SQL.
 *
 * <p>Add a check of a file before SQLite opens it: {@code DatabaseFiles}; a check while it is open:
 * {@code DatabaseFileMonitor}.
 */
package dev.gateway.core.journal.file;
