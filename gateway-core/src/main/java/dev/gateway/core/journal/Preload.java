package dev.gateway.core.journal;

import java.sql.SQLException;
import org.slf4j.LoggerFactory;

/** Brings driver, native library and the code paths of a start into memory. */
final class Preload {

    private Preload() {}

    static void run() {
        try (Session session = Session.inMemory()) {
            Schema.migrate(session);
        } catch (SQLException | Schema.OtherVersion | Schema.ForeignDatabase e) {
            // The real opening will say what is wrong, with the file's name.
            LoggerFactory.getLogger(Preload.class).debug("Preloading failed", e);
        }
    }
}
