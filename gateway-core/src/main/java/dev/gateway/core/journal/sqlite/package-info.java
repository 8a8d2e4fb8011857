/**
 * The SQLite implementation of the journal: opening and recovery, group commit, maintenance, and
 * the operator's access.
 *
 * <p>May use {@code journal}, {@code journal.table}, {@code journal.file}, {@code sqlite}, {@code
 * event} and {@code concurrent}.
 *
 * <p>Add an operation of the journal: its Transactional… class here and the statement in {@code
 * journal.table}. Add maintenance work: {@code JournalMaintenance}; care for other processes on the
 * same file: {@code OtherSessions}, {@code DatabaseInUse}. Add the treatment of an SQLite error:
 * {@code SqliteErrorKind}.
 */
package dev.gateway.core.journal.sqlite;
