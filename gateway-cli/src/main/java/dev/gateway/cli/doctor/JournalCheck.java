package dev.gateway.cli.doctor;

import dev.gateway.core.journal.JournalConsole;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.Replacement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The journal: whether it can be read, is sound, and what in it waits for a person. */
final class JournalCheck implements Check {

    private static final String NAME = "journal";

    /** Reading more than this would take longer than anybody wants to wait for. */
    private static final long CHECKED_BYTES = 256L << 20;

    @Override
    public List<Fact> look(Patient patient) throws IOException {
        Path file = patient.home().journal();
        try (JournalConsole journal =
                JournalConsole.look(file, patient.machine().clock()).orElse(null)) {
            if (journal == null) {
                return List.of(Fact.good(NAME, "none yet: no gateway has run here"));
            }
            return List.of(health(file, journal), parked(patient, journal));
        } catch (IOException e) {
            return List.of(
                    Fact.wrong(
                            NAME,
                            String.valueOf(e.getMessage()),
                            Files.isReadable(file)
                                    ? "see " + patient.command("logs")
                                    : "run this as its owner"));
        }
    }

    private static Fact health(Path file, JournalConsole journal) throws IOException {
        long size = Files.size(file);
        if (size > CHECKED_BYTES) {
            return Fact.good(NAME, "readable, %d MB; not checked to the end".formatted(size >> 20));
        }
        Optional<String> damage = journal.damage();
        return damage.isPresent()
                ? Fact.wrong(
                        NAME,
                        "damaged: " + damage.get(),
                        "restart the gateway: it rescues what it can and begins a new one")
                : Fact.good(NAME, "sound, %d KB".formatted(size >> 10));
    }

    private static Fact parked(Patient patient, JournalConsole journal) throws IOException {
        Optional<Replacement> replaced = journal.replaced();
        MessageCounts counts = journal.counts();
        List<String> wrong = new ArrayList<>();
        List<String> next = new ArrayList<>();
        if (counts.failed() > 0) {
            wrong.add(counts.failed() + " parked");
            next.add(patient.command("messages list --parked"));
        }
        if (replaced.isPresent()) {
            wrong.add(
                    replaced.get().movedTo().isEmpty()
                            ? "the journal was lost: " + replaced.get().reason()
                            : "a damaged journal was replaced: " + replaced.get().movedTo());
            next.add(patient.command("messages acknowledge"));
        }
        if (!wrong.isEmpty()) {
            return Fact.wrong(
                    "messages", String.join(", ", wrong), "see " + String.join(" and ", next));
        }
        return Fact.good(
                "messages",
                "%d handled, %d pending, %d to send, none parked"
                        .formatted(counts.handled(), counts.pending(), counts.outbox()));
    }
}
