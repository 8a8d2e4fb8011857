package dev.gateway.cli.doctor;

import dev.gateway.cli.options.JournalFailure;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.QuarantinedDatabase;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.shutdown.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
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
        if (context.journal().isEmpty()) {
            return List.of(CheckResult.skipped(NAME, "the config does not tell where it is"));
        }
        if (context.isShared() && context.offline()) {
            return List.of(CheckResult.skipped(NAME, "the database is not asked (--offline)"));
        }
        JournalLocation location = context.journal().get();
        try (JournalAdmin journal =
                location.engine().readOnlyAdmin(location, context.host().clock()).orElse(null)) {
            if (journal == null) {
                return List.of(CheckResult.ok(NAME, "none yet: no gateway has run here"));
            }
            return List.of(health(location, journal), parked(context, journal));
        } catch (IOException e) {
            boolean away = context.isShared() && JournalFailure.exitCode(e) == ExitCode.TRY_AGAIN;
            return List.of(
                    away
                            ? CheckResult.skipped(NAME, "cannot be read; see the database above")
                            : CheckResult.failed(
                                    NAME, String.valueOf(e.getMessage()), next(context)));
        }
    }

    private static String next(DiagnosisContext context) {
        if (context.isShared()) {
            return "look after the database, or correct journal: in " + context.configFile();
        }
        return Files.isReadable(context.home().journal())
                ? "see " + context.command("logs")
                : "run this as its owner";
    }

    private static CheckResult health(JournalLocation location, JournalAdmin journal)
            throws IOException {
        if (location.config().isShared()) {
            return CheckResult.ok(
                    NAME, "readable in " + location.config().postgres().orElseThrow());
        }
        long size = Files.size(location.home().journal());
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
