package dev.gateway.core.journal.table;

import dev.gateway.core.journal.QuarantinedDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The notes of a journal on the damaged files that it has replaced. */
public final class ReplacedFiles {

    private static final String SALVAGED = "salvaged:";
    private static final String PATH = "replaced_path";
    private static final String AT = "replaced_at";
    private static final String REASON = "replaced_reason";
    private static final String ACKNOWLEDGED = "acknowledged_path";

    private final MetaTable meta;

    public ReplacedFiles(MetaTable meta) {
        this.meta = meta;
    }

    /** Returns the damaged file that this journal replaces, unless acknowledged. */
    public Optional<QuarantinedDatabase> last() throws SQLException {
        Optional<String> path = meta.text(PATH);
        if (path.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new QuarantinedDatabase(
                        path.get(),
                        // It is only displayed; damage there must not make the journal unusable.
                        Instant.ofEpochMilli(meta.number(AT).orElse(0)),
                        meta.text(REASON).orElse("unknown")));
    }

    public void setLast(QuarantinedDatabase quarantined) throws SQLException {
        meta.set(PATH, quarantined.movedTo());
        meta.set(AT, Long.toString(quarantined.at().toEpochMilli()));
        meta.set(REASON, quarantined.reason());
    }

    public void acknowledge() throws SQLException {
        Optional<String> path = meta.text(PATH);
        if (path.isPresent()) {
            meta.set(ACKNOWLEDGED, path.get());
        }
        meta.remove(PATH);
        meta.remove(AT);
        meta.remove(REASON);
    }

    /**
     * Returns whether the readable content of a file was taken over, or an operator acknowledged
     * it.
     */
    public boolean knows(Path movedTo) throws SQLException {
        Optional<String> path = Optional.of(movedTo.toString());
        return meta.text(SALVAGED + movedTo.getFileName()).isPresent()
                || meta.text(PATH).equals(path)
                || meta.text(ACKNOWLEDGED).equals(path);
    }

    /**
     * Returns whether this journal records the files that it has taken over; those of earlier
     * versions do not.
     */
    public boolean recordsSalvages() throws SQLException {
        return meta.hasAny(SALVAGED);
    }

    public void setSalvaged(Path movedTo) throws SQLException {
        meta.set(SALVAGED + movedTo.getFileName(), "1");
    }
}
