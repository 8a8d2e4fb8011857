package dev.gateway.core.journal.sqlite;

import java.io.IOException;

/** What came of writing an open journal again. It says what is open now; no exception does. */
sealed interface RewriteResult {

    /** It was written, and the new one is open; the former one is closed. */
    record Written(JournalDatabase store) implements RewriteResult {}

    /** It could not be written; the former one is open as it was, and still has everything. */
    record Kept(Exception reason) implements RewriteResult {}

    /** It was written, but none is open: the copy on the disk has everything. */
    record Gone(IOException reason) implements RewriteResult {}
}
