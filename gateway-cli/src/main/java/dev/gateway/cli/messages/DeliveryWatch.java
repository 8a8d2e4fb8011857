package dev.gateway.cli.messages;

import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.journal.engine.StoredAnswer;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.status.AccountHolder;
import dev.gateway.core.status.GatewayState;
import dev.gateway.core.status.RecordedStatus;
import dev.gateway.core.status.StatusReader;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A wait, from another process, until a gateway has sent messages of the outbox. */
final class DeliveryWatch {

    private static final long POLL_MILLIS = 50;

    private final StatusReader reader;
    private final GatewayHome home;
    private final PlatformConfig account;
    private final JournalAdmin journal;
    private final boolean shared;

    /**
     * Creates a watch.
     *
     * @param shared whether a gateway of another host may send the messages
     */
    DeliveryWatch(
            StatusReader reader,
            GatewayHome home,
            PlatformConfig account,
            JournalAdmin journal,
            boolean shared) {
        this.reader = reader;
        this.home = home;
        this.account = account;
        this.journal = journal;
        this.shared = shared;
    }

    /** The state of a delivery. */
    enum DeliveryState {
        /** The platform has accepted all parts. */
        SENT,
        /** A gateway runs and has not sent all parts yet. */
        QUEUED,
        /** No gateway runs, or not this platform: the message is kept. */
        STORED,
        /** The platform has rejected the message for good; it is parked. */
        REFUSED
    }

    /** Waits until a running gateway has sent the messages. */
    DeliveryResult await(List<String> ids, Duration limit) throws IOException {
        if (!account.enabled()) {
            return new DeliveryResult(
                    DeliveryState.STORED,
                    Optional.of("platform " + account.name() + " is disabled"));
        }
        Deadline deadline = Deadline.after(limit);
        while (true) {
            List<StoredAnswer> left = left(ids);
            if (left.isEmpty()) {
                return new DeliveryResult(DeliveryState.SENT, Optional.empty());
            }
            Optional<StoredAnswer> parked = left.stream().filter(StoredAnswer::parked).findFirst();
            if (parked.isPresent()) {
                return new DeliveryResult(DeliveryState.REFUSED, parked.get().reason());
            }
            RecordedStatus status = reader.read().status();
            if (status.lock().isEmpty() && !shared) {
                return new DeliveryResult(
                        DeliveryState.QUEUED,
                        Optional.of("it cannot be told whether a gateway runs in " + home));
            }
            // Not the PID: the PID of a gateway in another container means nothing here.
            if (!isRunning(status) && !shared) {
                return new DeliveryResult(
                        DeliveryState.STORED, Optional.of("no gateway is running in " + home));
            }
            if (deadline.isExpired() || !pause()) {
                return new DeliveryResult(DeliveryState.QUEUED, why(left, status));
            }
        }
    }

    private static boolean isRunning(RecordedStatus status) {
        return status.isLocked() && !status.isIn(GatewayState.STOPPED, GatewayState.FAILED);
    }

    private List<StoredAnswer> left(List<String> ids) throws IOException {
        List<StoredAnswer> left = new ArrayList<>();
        for (String id : ids) {
            journal.answer(id).ifPresent(left::add);
        }
        return left;
    }

    /** Returns the failure of the last attempt, else the state of the platform. */
    private Optional<String> why(List<StoredAnswer> left, RecordedStatus status) {
        Optional<RecordedStatus.Platform> platform = status.platform(account.name());
        if (platform.filter(each -> each.is(PlatformState.CONNECTED)).isPresent()) {
            return left.get(0).reason();
        }
        if (shared && (!isRunning(status) || isElsewhere(platform))) {
            String host =
                    platform.flatMap(RecordedStatus.Platform::holder)
                            .map(AccountHolder::host)
                            .orElse("the host that has " + account.name());
            return left.get(0).reason().or(() -> Optional.of(host + " sends it"));
        }
        String state =
                platform.map(RecordedStatus.Platform::state)
                        .orElse("not served by the running gateway");
        String error =
                platform.flatMap(RecordedStatus.Platform::error)
                        .map(text -> ": " + text)
                        .orElse("");
        return left.get(0).reason().or(() -> Optional.of(account.name() + " is " + state + error));
    }

    private static boolean isElsewhere(Optional<RecordedStatus.Platform> platform) {
        return platform.filter(each -> each.is(PlatformState.ELSEWHERE)).isPresent();
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The state of a delivery and the reason if it is not complete. */
    record DeliveryResult(DeliveryState state, Optional<String> reason) {

        String wireName() {
            return state.name().toLowerCase(Locale.ROOT);
        }

        String message(List<String> ids) {
            String what = String.join(", ", ids);
            String why = reason.map(text -> " (" + text + ")").orElse("");
            return switch (state) {
                case SENT -> "Sent (" + what + ").";
                case QUEUED ->
                        "Kept as " + what + ", not sent yet" + why + ". It goes out by itself.";
                case STORED -> "Kept as " + what + why + ". It is sent when it runs again.";
                case REFUSED ->
                        "Not sent"
                                + why
                                + ". It is parked as "
                                + what
                                + "; 'gateway messages drop' or 'retry' it.";
            };
        }
    }
}
