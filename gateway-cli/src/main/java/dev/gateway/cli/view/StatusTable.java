package dev.gateway.cli.view;

import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.cli.terminal.TerminalSanitizer;
import dev.gateway.cli.terminal.TextStyle;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.message.HandlerState;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.status.AccountHolder;
import dev.gateway.core.status.ClusterStatus;
import dev.gateway.core.status.GatewayState;
import dev.gateway.core.status.OutgoingProcess;
import dev.gateway.core.status.RecordedStatus;
import dev.gateway.core.terminal.AgeFormat;
import dev.gateway.core.terminal.DisplayWidth;
import dev.gateway.core.time.DurationFormat;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The status as text: at most 80 columns wide, except for long paths of homes and units. Each
 * problem comes with the next step.
 */
final class StatusTable {

    private static final String INDENT = "          ";
    private static final int TEXT_WIDTH = 80 - INDENT.length();
    private static final int MAX_NAME = 20;
    private static final int MAX_TYPE = 10;
    private static final int MAX_HOST = 18;

    private final RecordedStatus status;
    private final Optional<String> damagedJournal;
    private final boolean disagree;
    private final Instant now;
    private final ConsoleOutput output;
    private final List<String> lines = new ArrayList<>();

    /**
     * Creates the table of {@code status}.
     *
     * @param damagedJournal the replaced journal that the operator has not acknowledged
     * @param disagree whether the PID file names another live process than the lock's holder
     * @param output the output that shows it
     */
    StatusTable(
            RecordedStatus status,
            Optional<String> damagedJournal,
            boolean disagree,
            Instant now,
            ConsoleOutput output) {
        this.status = status;
        this.damagedJournal = damagedJournal;
        this.disagree = disagree;
        this.now = now;
        this.output = output;
    }

    List<String> lines() {
        gateway();
        lines.add("home      " + status.home());
        supervisor();
        instance();
        status.cluster().filter(place -> isUp()).ifPresent(this::cluster);
        outgoing();
        handler();
        if (!status.platforms().isEmpty()) {
            platforms();
        }
        messages();
        return lines;
    }

    private void gateway() {
        String state = status.state();
        StringBuilder head = new StringBuilder("gateway   ").append(paint(state, state));
        if (status.pid().isPresent()) {
            head.append(", PID ").append(status.pid().get());
            status.startedAt().ifPresent(time -> head.append(", for ").append(age(time)));
        }
        status.version().ifPresent(version -> head.append(", version ").append(version));
        lines.add(head.toString());
        status.error().ifPresent(error -> wrap(TerminalSanitizer.line(error)));
        if (status.isIn(GatewayState.FAILED)) {
            advise("It ended without saying so. See 'gateway logs'.");
        } else if (status.isIn(GatewayState.UNKNOWN)) {
            advise("It cannot be told whether one runs. See 'gateway doctor'.");
        }
    }

    private void supervisor() {
        status.serviceManager().ifPresent(manager -> lines.add("under     " + manager));
    }

    private void instance() {
        lines.add(
                "lock      %s%s, PID file %s%s"
                        .formatted(
                                status.lock().orElse("unknown"),
                                status.lockHolderPid().map(pid -> " by " + pid).orElse(""),
                                status.pidFile().orElse("unknown"),
                                status.staleReason().map(why -> " (" + why + ")").orElse("")));
        if (status.isLocked() && !isUp()) {
            advise("Another program has a lock of its own on gateway.lock: no gateway can start.");
        }
        if (disagree) {
            advise("The PID file names another live process; the lock counts.");
        } else if (status.pidFile().filter("stale"::equals).isPresent() && status.pid().isEmpty()) {
            advise("Left from one that was killed; the next start recovers it.");
        }
    }

    private void outgoing() {
        for (OutgoingProcess each : status.outgoing()) {
            lines.add(
                    "outgoing  Old process PID %d finishes %s (since %s)"
                            .formatted(each.pid(), each.work(), AgeFormat.text(each.since(), now)));
            if (each.isOverdue(now)) {
                advise("It should have ended by itself. 'gateway stop' ends it as well.");
            }
        }
    }

    private void cluster(ClusterStatus cluster) {
        lines.add(
                "cluster   %s, one of %d host%s, lease %s left"
                        .formatted(
                                TerminalSanitizer.line(cluster.host()),
                                cluster.hosts(),
                                cluster.hosts() == 1 ? "" : "s",
                                DurationFormat.tenths(cluster.leaseLeft())));
        if (cluster.database().equals(ClusterStatus.REACHABLE)) {
            return;
        }
        if (!isTold(cluster.database())) {
            wrap(TerminalSanitizer.line(cluster.database()));
        }
        advise("Polling goes on when the database answers. See 'gateway doctor'.");
    }

    /** Returns whether the reason stands above as that of the whole gateway. */
    private boolean isTold(String reason) {
        return status.error().filter(reason::equals).isPresent();
    }

    private boolean isUp() {
        return !status.isIn(GatewayState.STOPPED, GatewayState.FAILED);
    }

    private void handler() {
        RecordedStatus.Handler handler = status.handler();
        if (handler.type().isEmpty() || !isUp()) {
            return;
        }
        String state = handler.state();
        StringBuilder line =
                new StringBuilder("handler   ")
                        .append(TerminalSanitizer.line(handler.type().get(), MAX_TYPE))
                        .append(", ")
                        .append(
                                handler.is(HandlerState.UNKNOWN)
                                        ? "not asked yet"
                                        : paint(state, state));
        boolean failing = handler.is(HandlerState.FAILING);
        handler.since()
                .filter(time -> failing)
                .ifPresent(time -> line.append(" for ").append(age(time)));
        handler.lastAnswerAt()
                .ifPresent(time -> line.append(", last answer ").append(age(time)).append(" ago"));
        lines.add(line.toString());
        if (failing) {
            handler.error().ifPresent(error -> wrap(TerminalSanitizer.line(error)));
            advise("Nobody is answered. See 'gateway logs'; messages are tried again.");
        }
    }

    private void platforms() {
        int width = "platform ".length();
        for (RecordedStatus.Platform platform : status.platforms()) {
            width = Math.max(width, Math.min(MAX_NAME, DisplayWidth.of(platform.name())));
        }
        lines.add("");
        lines.add(
                output.paint(
                        TextStyle.FAINT,
                        row(width, "platform", "type", padded("state"), "for", "last contact")));
        for (RecordedStatus.Platform platform : status.platforms()) {
            String state = platform.state();
            lines.add(
                    row(
                                    width,
                                    TerminalSanitizer.line(platform.name(), width),
                                    TerminalSanitizer.line(platform.type(), MAX_TYPE),
                                    paint(state, padded(state)),
                                    platform.since().map(this::age).orElse(""),
                                    contact(platform))
                            .stripTrailing());
            problem(platform);
        }
        lines.add("");
    }

    private String contact(RecordedStatus.Platform platform) {
        Optional<AccountHolder> other =
                platform.holder().filter(holder -> platform.is(PlatformState.ELSEWHERE));
        return other.isPresent()
                ? "on " + TerminalSanitizer.line(other.get().host(), MAX_HOST)
                : platform.lastContactAt().map(time -> age(time) + " ago").orElse("");
    }

    private static String row(
            int width, String name, String type, String state, String age, String contact) {
        return String.join(
                " ",
                DisplayWidth.pad(name, width),
                DisplayWidth.pad(type, MAX_TYPE),
                state,
                DisplayWidth.pad(age, 8),
                contact);
    }

    private static String padded(String state) {
        return DisplayWidth.pad(state, 17);
    }

    private void problem(RecordedStatus.Platform platform) {
        if (platform.error().filter(this::isTold).isPresent()) {
            return;
        }
        platform.error().ifPresent(text -> wrap(TerminalSanitizer.line(text)));
        String error = platform.error().orElse("");
        if (!error.matches("(?s).*['`]gateway .*")) { // the error names the next step
            platform.knownState().map(StatusTable::remedy).ifPresent(this::advise);
        }
    }

    /** Returns null for a state that needs none. */
    private static String remedy(PlatformState state) {
        return switch (state) {
            case RETRYING -> "It tries again by itself. See 'gateway logs'.";
            case WAITING_FOR_TOKEN -> "It is taken when that process ends. See 'gateway tokens'.";
            case REJECTED -> "Correct its credentials in the config, then 'gateway reload'.";
            case EXPIRED -> "Log in again, then 'gateway reload'.";
            case ABANDONED -> "Its token is free when this process ends.";
            default -> null;
        };
    }

    private void messages() {
        MessageCounts messages = status.messages();
        long parked = messages.failed();
        lines.add(
                "messages  %d handled, %d pending, %d in flight, %d to send, %s, %d refused"
                        .formatted(
                                messages.handled(),
                                messages.pending(),
                                messages.inFlight(),
                                messages.outbox(),
                                parked == 0
                                        ? "0 parked"
                                        : output.paint(TextStyle.BAD, parked + " parked"),
                                messages.refused()));
        if (parked > 0) {
            advise("See 'gateway messages list --parked', then retry or drop them.");
        }
        if (damagedJournal.isPresent()) {
            wrap(
                    "The journal was damaged and replaced; what is left of it lies in "
                            + damagedJournal.get()
                            + ".");
            advise("Take note with 'gateway messages acknowledge': degraded until then.");
        }
    }

    private void advise(String text) {
        lines.add(INDENT + output.paint(TextStyle.HINT, text));
    }

    private void wrap(String text) {
        DisplayWidth.wrap(text, TEXT_WIDTH).forEach(line -> lines.add(INDENT + line));
    }

    private String age(String time) {
        try {
            return AgeFormat.text(Instant.parse(time), now);
        } catch (DateTimeException e) {
            return "?";
        }
    }

    private String paint(String state, String text) {
        return output.paint(StateStyle.of(state), text);
    }
}
