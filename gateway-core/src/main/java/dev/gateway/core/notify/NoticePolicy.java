package dev.gateway.core.notify;

import dev.gateway.core.instance.SavedState;
import dev.gateway.core.message.HandlerState;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.status.GatewayState;
import dev.gateway.core.status.OutgoingProcess;
import dev.gateway.core.status.PlatformStatus;
import dev.gateway.core.status.RecordedStatus;
import dev.gateway.core.status.StatusSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The rules for notices to the operator: one when a state turns bad, one when it is good again. A
 * state that can pass by itself must stay bad for {@link #SETTLE}. After a recovery a bad state is
 * reported only after {@link #QUIET}, if it is bad then. So a flapping state causes at most two
 * notices a minute, and the last notice is true. Thread-safe.
 */
public final class NoticePolicy {

    static final Duration SETTLE = Duration.ofSeconds(10);
    static final Duration QUIET = Duration.ofSeconds(60);

    private static final String GATEWAY = "gateway";
    private static final String HANDLER = "handler";
    private static final String PLATFORM = "platform";

    private final String home;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Consumer<OperatorNotice> sink;
    private final Map<String, Subject> subjects = new HashMap<>();

    /**
     * Creates the rules for one run of a gateway.
     *
     * @param nanos a monotonic clock
     * @param sink receives each notice; must return at once
     */
    public NoticePolicy(
            String home, Clock clock, LongSupplier nanos, Consumer<OperatorNotice> sink) {
        this.home = home;
        this.clock = clock;
        this.nanos = nanos;
        this.sink = sink;
    }

    /**
     * Takes over the notices of the previous run from its last state: a state that is still bad is
     * not reported again, and one that is good by now is.
     */
    public synchronized void resumeFrom(Optional<SavedState> last) {
        if (last.isPresent()) {
            var status = new RecordedStatus(last.get().json());
            subject(GATEWAY).badTold = status.isIn(GatewayState.FAILED);
            subject(HANDLER).badTold = status.handler().is(HandlerState.FAILING);
        }
    }

    /** Compares the present status with the notices sent. */
    public synchronized void observe(StatusSnapshot now) {
        boolean standsBy = now.state() == GatewayState.STANDBY;
        if (!now.state().isUp() && !standsBy) {
            return;
        }
        Set<String> seen = new HashSet<>(Set.of(GATEWAY, HANDLER));
        boolean explained = handler(now);
        for (PlatformStatus platform : now.platforms()) {
            seen.add(PLATFORM + " " + platform.name());
            explained |= platform(platform, now.outgoing());
        }
        if (now.state() == GatewayState.RUNNING || standsBy) {
            recordGood(GATEWAY, Optional.empty(), now.state().wireName());
        } else if (explained) {
            subject(GATEWAY).badSince = null;
        } else {
            recordBad(GATEWAY, Optional.empty(), "degraded", now.error(), SETTLE);
        }
        subjects.keySet().retainAll(seen);
    }

    /** Reports that the gateway ends because of a failure. */
    public synchronized void reportShutdown(String error) {
        if (!subject(GATEWAY).badTold) {
            subject(GATEWAY).badTold = true;
            sink.accept(notice(GATEWAY, Optional.empty(), false, "down", Optional.of(error)));
        }
    }

    private boolean handler(StatusSnapshot now) {
        HandlerState state = now.handler().state();
        if (state == HandlerState.FAILING) {
            recordBad(
                    HANDLER,
                    Optional.empty(),
                    state.wireName(),
                    now.handler().error(),
                    Duration.ZERO);
        } else if (state == HandlerState.OK) {
            recordGood(HANDLER, Optional.empty(), state.wireName());
        }
        return state == HandlerState.FAILING;
    }

    private boolean platform(PlatformStatus platform, List<OutgoingProcess> outgoing) {
        Optional<String> name = Optional.of(platform.name());
        PlatformState state = platform.state();
        if (state == PlatformState.WAITING_FOR_TOKEN
                && outgoing.stream()
                        .anyMatch(
                                old ->
                                        platform.tokenHolderPid()
                                                .filter(pid -> pid == old.pid())
                                                .isPresent())) {
            // A part of a hand-over: the old process of this home is about to let go.
            subject(PLATFORM + " " + platform.name()).badSince = null;
            return true;
        }
        switch (state) {
            // What becomes of it elsewhere is told by the host that has it.
            case CONNECTED, ELSEWHERE -> recordGood(PLATFORM, name, state.wireName());
            case REJECTED, EXPIRED ->
                    recordBad(PLATFORM, name, state.wireName(), platform.error(), Duration.ZERO);
            case DISABLED -> subjects.remove(PLATFORM + " " + platform.name());
            default -> recordBad(PLATFORM, name, state.wireName(), platform.error(), SETTLE);
        }
        return state != PlatformState.CONNECTED
                && state != PlatformState.ELSEWHERE
                && state != PlatformState.DISABLED;
    }

    private void recordBad(
            String what,
            Optional<String> name,
            String state,
            Optional<String> error,
            Duration settle) {
        Subject subject = subject(what + name.map(each -> " " + each).orElse(""));
        long now = nanos.getAsLong();
        if (subject.badSince == null) {
            subject.badSince = now;
        }
        boolean settled = now - subject.badSince >= settle.toNanos();
        boolean quiet = subject.goodTold != null && now - subject.goodTold < QUIET.toNanos();
        if (!subject.badTold && settled && !quiet) {
            subject.badTold = true;
            sink.accept(notice(what, name, false, state, error));
        }
    }

    private void recordGood(String what, Optional<String> name, String state) {
        Subject subject = subject(what + name.map(each -> " " + each).orElse(""));
        subject.badSince = null;
        if (subject.badTold) {
            subject.badTold = false;
            subject.goodTold = nanos.getAsLong();
            sink.accept(notice(what, name, true, state, Optional.empty()));
        }
    }

    private OperatorNotice notice(
            String what,
            Optional<String> name,
            boolean good,
            String state,
            Optional<String> error) {
        return new OperatorNotice(clock.instant(), home, what, name, good, state, error);
    }

    private Subject subject(String key) {
        return subjects.computeIfAbsent(key, ignored -> new Subject());
    }

    /** The notices about one subject. */
    private static final class Subject {
        private Long badSince;
        private Long goodTold;
        private boolean badTold;
    }
}
