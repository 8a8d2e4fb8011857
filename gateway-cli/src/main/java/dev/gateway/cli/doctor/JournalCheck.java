package dev.gateway.cli.doctor;

import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.QuarantinedDatabase;
import dev.gateway.core.journal.sqlite.JournalAdmin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The check of the journal: readable, undamaged, and without parked messages. */
final class JournalCheck implements DoctorCheck {

    private static final String NAME = "journal";

    /** The size above which a full check would take too long. */
    private static final long CHECKED_BYTES = 256L << 20;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<CheckResult> check(DiagnosisContext context) throws IOException {
        Path file = context.home().journal();
        try (JournalAdmin journal =
                JournalAdmin.openReadOnly(file, context.host().clock()).orElse(null)) {
            if (journal == null) {
                return List.of(CheckResult.ok(NAME, "none yet: no gateway has run here"));
            }
            return List.of(health(file, journal), parked(context, journal));
        } catch (IOException e) {
            return List.of(
                    CheckResult.failed(
                            NAME,
                            String.valueOf(e.getMessage()),
                            Files.isReadable(file)
                                    ? "see " + context.command("logs")
                                    : "run this as its owner"));
        }
    }

    private static CheckResult health(Path file, JournalAdmin journal) throws IOException {
        long size = Files.size(file);
        if (size > CHECKED_BYTES) {
            return CheckResult.ok(
                    NAME, "readable, %d MB; not checked to the end".formatted(size >> 20));
        }
        Optional<String> damage = journal.damage();
        return damage.isPresent()
                ? CheckResult.failed(
                        NAME,
                        "damaged: " + damage.get(),
                        "restart the gateway: it rescues what it can and begins a new one")
                : CheckResult.ok(NAME, "sound, %d KB".formatted(size >> 10));
    }

    private static CheckResult parked(DiagnosisContext context, JournalAdmin journal)
            throws IOException {
        Optional<QuarantinedDatabase> replaced = journal.replaced();
        MessageCounts counts = journal.counts();
        List<String> wrong = new ArrayList<>();
        List<String> next = new ArrayList<>();
        if (counts.failed() > 0) {
            wrong.add(counts.failed() + " parked");
            next.add(context.command("messages list --parked"));
        }
        if (replaced.isPresent()) {
            wrong.add(
                    replaced.get().movedTo().isEmpty()
                            ? "the journal was lost: " + replaced.get().reason()
                            : "a damaged journal was replaced: " + replaced.get().movedTo());
            next.add(context.command("messages acknowledge"));
        }
        if (!wrong.isEmpty()) {
            return CheckResult.failed(
                    "messages", String.join(", ", wrong), "see " + String.join(" and ", next));
        }
        return CheckResult.ok(
                "messages",
                "%d handled, %d pending, %d to send, none parked"
                        .formatted(counts.handled(), counts.pending(), counts.outbox()));
    }
}
