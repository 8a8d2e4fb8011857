package dev.gateway.core.journal.sqlite;

import java.io.IOException;

/**
 * The result of rewriting an open journal. It always tells which database is open now, in place of
 * an exception.
 */
sealed interface RewriteResult {

    /** The journal was rewritten, and the new database is open; the former one is closed. */
    record Written(JournalDatabase store) implements RewriteResult {}

    /** The rewrite failed; the former database is open and unchanged, and still has everything. */
    record Kept(Exception reason) implements RewriteResult {}

    /** The journal was rewritten, but no database is open: the copy on the disk has everything. */
    record Gone(IOException reason) implements RewriteResult {}
}
