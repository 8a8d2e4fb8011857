package dev.gateway.core.supervision;

import dev.gateway.core.access.AccessGate;
import dev.gateway.core.concurrent.DaemonThreads;
import dev.gateway.core.concurrent.SupervisedLoop;
import dev.gateway.core.concurrent.VirtualThreads;
import dev.gateway.core.config.AccessPolicy;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.config.TextFormat;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.platform.SendLimits;
import dev.gateway.core.status.PlatformStatus;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.time.MonotonicClock;
import dev.gateway.core.token.TokenKey;
import dev.gateway.core.token.TokenLocks;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/**
 * The supervisor of one platform: its token, its connection while it runs ({@link ConnectionLoop}),
 * and the steps of its end.
 */
public final class PlatformSupervisor {

    private final PlatformConfig config;
    private final PlatformFactory factory;
    private final Journal journal;
    private final Path media;
    private final TokenLocks tokens;
    private final EventStream events;
    private final TokenKey key;
    private final PlatformStateTracker stateTracker;
    private final PlatformToken token;
    private final AccessGate gate;
    private final ConnectionLoop serving;
    private final DisconnectTask passing;
    private final DisconnectTask disconnecting;
    private volatile boolean leftBehind;

    PlatformSupervisor(
            PlatformConfig config,
            PlatformFactory factory,
            Journal journal,
            Path media,
            TokenLocks tokens,
            Duration tokenWait,
            Clock clock,
            EventStream events,
            Runnable beforeWaiting) {
        this.config = config;
        this.factory = factory;
        this.journal = journal;
        this.media = media;
        this.tokens = tokens;
        this.events = events;
        this.stateTracker =
                new PlatformStateTracker(
                        config.name(),
                        config.type(),
                        PlatformState.CONNECTING,
                        clock,
                        MonotonicClock.start(),
                        events);
        this.key = TokenKey.of(config.type(), factory.token(config));
        this.token =
                new PlatformToken(
                        config.name(),
                        factory.displayName(),
                        key,
                        tokens,
                        tokenWait,
                        stateTracker,
                        events,
                        this::leaseLost,
                        beforeWaiting);
        this.gate = new AccessGate(config.access());
        this.serving =
                new ConnectionLoop(
                        config.name(),
                        stateTracker,
                        token,
                        this::prepare,
                        this::connect,
                        lost -> task("lost-", lost::disconnect),
                        threads(ConnectionLoop.threadName(config.name())));
        this.passing = task("handover-", this::passOn);
        this.disconnecting = task("disconnect-", this::disconnect);
    }

    private void prepare() {
        if (tokens.isReachable()) {
            journal.prepare(binding()); // Otherwise the journal cannot be reached either.
        }
    }

    private DisconnectTask task(String what, DisconnectTask.Step step) {
        return new DisconnectTask(this, threads(what + name()), config.disconnectTimeout(), step);
    }

    private ThreadFactory threads(String threadName) {
        return factory.suitsVirtualThreads()
                ? VirtualThreads.single(threadName)
                : DaemonThreads.single(threadName);
    }

    /** Returns whether only one of both can poll at a time. */
    public boolean sharesTokenWith(PlatformSupervisor other) {
        return key.equals(other.key);
    }

    public String name() {
        return config.name();
    }

    PlatformConfig config() {
        return config;
    }

    TokenKey key() {
        return key;
    }

    TokenLocks tokens() {
        return tokens;
    }

    /** Replaces the rules of who may talk, from the next message on. */
    void setAccess(AccessPolicy access) {
        gate.setPolicy(access);
    }

    /** Returns the adapter, if it was created already and may be used now. */
    Optional<PlatformAdapter> adapter() {
        return Optional.ofNullable(serving.connection()).flatMap(PlatformConnection::usable);
    }

    /** Returns whether it has its token, waits for it, or has reported why it cannot. */
    boolean isAtToken() {
        return state() != PlatformState.CONNECTING || token.lease().isPresent();
    }

    /** Returns whether it has its token, and may poll. */
    public boolean isHolding() {
        return token.isHeld();
    }

    /**
     * Returns whether its token can be passed on while answers are left: its adapter goes on
     * sending, or there is none.
     */
    boolean sendsAfterSession() {
        PlatformConnection current = serving.connection();
        return current == null || current.sendsAfterSession();
    }

    /** Returns the limits for sending, if the operator lets the gateway keep them. */
    SendLimits sendLimits() {
        return config.sendLimited() ? factory.sendLimits() : SendLimits.NONE;
    }

    /** Returns the format of answers that name none. */
    TextFormat format() {
        return config.format();
    }

    PlatformStatus status() {
        return stateTracker.status();
    }

    PlatformState state() {
        return stateTracker.state();
    }

    /** Returns whether the latest rejections need the operator. */
    boolean isPermanentlyRejected() {
        PlatformState now = state();
        return (now == PlatformState.REJECTED || now == PlatformState.EXPIRED)
                && serving.isRejectionPermanent();
    }

    void start() {
        serving.start();
    }

    /**
     * Checks that the connection is alive and the token still held, and ends the connection if not.
     * Called every second.
     */
    void refresh() {
        serving.refresh(stateTracker.expireContact(config.contactTimeout()));
        token.refresh();
    }

    /** Cancels polls and waits; returns at once. */
    void stopIntake() {
        serving.stopIntake();
    }

    /** Returns the step that ends its session and passes its token on. */
    DisconnectTask passing() {
        return passing;
    }

    /** Returns the step that disconnects it. */
    DisconnectTask disconnecting() {
        return disconnecting;
    }

    /**
     * Ends the intake and the session, and releases the token to the process that waits for it; the
     * adapter stays usable for sending. Returns normally only if nothing polls any more.
     */
    private void passOn(Duration within) throws InterruptedException {
        Deadline end = Deadline.after(within);
        stopIntake();
        stateTracker.transitionTo(PlatformState.DISCONNECTING, null);
        serving.awaitEnd(end);
        PlatformConnection current = serving.connection();
        if (current != null) {
            current.endSession(end.remaining());
        }
        token.release();
        stateTracker.transitionTo(PlatformState.DISCONNECTED, null);
    }

    /**
     * Disconnects, waiting for the adapter and for the serving thread. Returns normally only if
     * both have ended.
     */
    private void disconnect(Duration within) throws InterruptedException {
        Deadline end = Deadline.after(within);
        stateTracker.transitionTo(PlatformState.DISCONNECTING, null);
        PlatformConnection current = serving.connection();
        if (current != null) {
            current.disconnect(within);
        }
        serving.awaitEnd(end);
        PlatformConnection late = serving.connection(); // Created while the stop began.
        if (late != null && late != current) {
            late.disconnect(end.remaining());
        }
        close();
        stateTracker.transitionTo(PlatformState.DISCONNECTED, null);
    }

    private void close() {
        Optional.ofNullable(serving.connection()).ifPresent(PlatformConnection::close);
    }

    /**
     * Marks the platform as abandoned: it did not disconnect in time. Its token stays locked until
     * the process ends, if it is not another process's already. Returns false if it was marked.
     */
    synchronized boolean abandon() {
        if (leftBehind) {
            return false;
        }
        leftBehind = true;
        close();
        serving.loop().interrupt();
        stateTracker.transitionTo(PlatformState.ABANDONED, "did not disconnect in time");
        return true;
    }

    /** Returns whether it was abandoned. */
    boolean isLeftBehind() {
        return leftBehind;
    }

    /** Releases the token, unless an abandoned adapter might still poll with it. */
    void releaseToken() {
        if (stateTracker.state() == PlatformState.DISCONNECTED) {
            token.release();
        }
    }

    Thread thread() {
        return serving.loop().thread();
    }

    /** Returns the loop that serves, for the monitor. */
    SupervisedLoop loop() {
        return serving.loop();
    }

    private void leaseLost() {
        serving.leaseLost();
    }

    /** Takes the account over and creates its adapter; called with each new lease. */
    private PlatformConnection connect(PlatformToken.Held lease) {
        var context =
                new JournalPlatformContext(
                        name(),
                        journal.adopt(lease.lease(), binding()),
                        gate,
                        media,
                        lease::isValid,
                        serving::contact,
                        stateTracker::beginStoring,
                        stateTracker::endStoring,
                        events);
        return new PlatformConnection(
                name(), factory.create(config, context), context, lease::isValid, events);
    }

    /** Returns the identity of its account. */
    public AccountId account() {
        return AccountId.of(config.type(), factory.identity(config), name());
    }

    private AccountBinding binding() {
        return new AccountBinding(
                name(),
                account(),
                config.intake().burstWindow(),
                factory.quotesByIdAlone(),
                config.intake().maxAge());
    }
}
