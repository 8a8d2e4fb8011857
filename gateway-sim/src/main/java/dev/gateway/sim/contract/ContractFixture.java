package dev.gateway.sim.contract;

import static dev.gateway.sim.contract.Eventually.eventually;

import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.yaml.Secret;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.referee.PollRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** The settings that an author provides, and the state that each check starts from. */
public abstract class ContractFixture {

    static {
        LogCapture.prepare();
    }

    private static final Duration RETRY = Duration.ofMillis(50);

    /** The platform of the current check; no client is connected. */
    FakePlatform fake;

    /** The gateway of the current check; it has no state yet. */
    RecordingContext context;

    /** The exceptions of the calls of {@link #serving}, in order. */
    final List<PlatformException> failures = new CopyOnWriteArrayList<>();

    private final List<PlatformAdapter> adapters = new ArrayList<>();
    private final List<AdapterCall> calls = new ArrayList<>();
    private FakeAbilities abilities;
    private PlatformConfig config;
    private int sent;

    @TempDir Path media;

    /** Returns the factory of the adapters to check. */
    protected abstract PlatformFactory factory();

    /**
     * Starts a new platform with at least one account; the suite closes it after the check. The
     * platform must repeat unconfirmed messages within a second or so, and must never tell clients
     * to stay away for long.
     */
    protected abstract FakePlatform startFake();

    /** Returns the options that the adapter needs to use the platform's first token. */
    protected abstract Map<String, Object> options(FakePlatform fake);

    /**
     * Returns the abilities of the platform beyond texts in private chats. Those that it does not
     * override are not checked; the report shows the checks as skipped.
     */
    protected FakeAbilities abilities(FakePlatform fake) {
        return new FakeAbilities() {};
    }

    /**
     * Returns the time limit for steps that take milliseconds on a quiet machine. Override it for
     * slow machines.
     */
    protected Duration timeout() {
        return Duration.ofSeconds(20);
    }

    /**
     * Returns the time limit for steps that the contract allows 100 ms: longer, for busy machines,
     * but far shorter than a long poll.
     */
    protected Duration quick() {
        return Duration.ofSeconds(2);
    }

    /**
     * Skips a check that does not apply to a platform, with this reason in the report. Called by an
     * override of the check.
     */
    protected static void notApplicable(String reason) {
        throw new TestAbortedException(reason);
    }

    @BeforeEach
    void startThePlatform() {
        fake = startFake();
        abilities = abilities(fake);
        config =
                new PlatformConfig(
                        "account",
                        factory().schema().type(),
                        true,
                        Optional.of(fake.server().uri()),
                        Duration.ofSeconds(20),
                        Duration.ofMinutes(1),
                        Options.of(options(fake)));
        context = newContext();
    }

    @AfterEach
    void endThePlatform() throws Exception {
        calls.forEach(AdapterCall::interrupt);
        for (PlatformAdapter adapter : adapters) {
            AdapterCall.start("last-disconnect", () -> adapter.disconnect(Duration.ofSeconds(2)))
                    .thrown(timeout());
        }
        fake.close();
    }

    FakeAbilities abilities() {
        return abilities;
    }

    RecordingContext newContext() {
        return new RecordingContext("account", media);
    }

    /** Creates an adapter with the context of this check, as after a restart. */
    PlatformAdapter adapter() {
        return adapter(context);
    }

    PlatformAdapter adapter(RecordingContext its) {
        PlatformAdapter made = factory().create(config, its);
        adapters.add(made);
        return made;
    }

    /** Calls {@code serve} once, on a thread of its own. */
    AdapterCall serve(PlatformAdapter adapter) {
        return call("serve", adapter::serve);
    }

    /**
     * Calls {@code serve} as the gateway does: again after each exception, and not before the pause
     * that the exception asks for.
     */
    AdapterCall serving(PlatformAdapter adapter) {
        return call(
                "serving",
                () -> {
                    while (true) {
                        try {
                            adapter.serve();
                            return;
                        } catch (PlatformException e) {
                            failures.add(e);
                            Thread.sleep(pauseAfter(e).toMillis());
                        }
                    }
                });
    }

    private static Duration pauseAfter(PlatformException e) {
        return e instanceof PlatformException.Throttled throttled ? throttled.retryAfter() : RETRY;
    }

    /** Starts a call that is interrupted at the end of the check. */
    AdapterCall call(String what, AdapterCall.Action action) {
        AdapterCall started = AdapterCall.start(what, action);
        calls.add(started);
        return started;
    }

    /** Returns an adapter that serves, after its poll or connection has reached the platform. */
    PlatformAdapter connected() throws InterruptedException {
        PlatformAdapter adapter = adapter();
        serving(adapter);
        awaitConnected();
        return adapter;
    }

    void awaitConnected() throws InterruptedException {
        eventually(
                "a poll or connection that waits, and contact",
                timeout(),
                () -> context.contacts() > 0 && openPolls() > 0,
                () ->
                        openPolls()
                                + " open polls, "
                                + context.contacts()
                                + " contacts, failures "
                                + failures);
    }

    private long openPolls() {
        return fake.referee().polls().stream()
                .filter(poll -> poll.end() == PollRecord.End.OPEN)
                .count();
    }

    void awaitTexts(RecordingContext its, String... texts) throws InterruptedException {
        eventually(
                List.of(texts) + " accepted",
                timeout(),
                () -> its.texts().containsAll(List.of(texts)),
                () -> its.texts() + ", failures " + failures);
    }

    /**
     * Waits until the platform has read everything that was sent to it, up to the end of each
     * connection. It never reads a half-open connection again, so that such a one does not count.
     */
    void awaitNoOpenConnection(Duration timeout) throws InterruptedException {
        eventually(
                "no open connection",
                timeout,
                () -> openConnections() == 0,
                () -> openConnections() + " open connections");
    }

    private long openConnections() {
        return fake.server().connections().stream()
                .filter(connection -> connection.isOpen() && !connection.isHalfOpen())
                .count();
    }

    void awaitInjected(String fault) throws InterruptedException {
        eventually(
                "a request that meets " + fake.server().faults().rules().get(fault),
                timeout(),
                () -> fake.server().faults().injectedCount(fault) > 0,
                () -> "none, failures " + failures);
    }

    /** Returns a message that answers this one, with a new id. */
    OutboundMessage answer(InboundMessage to, String text) {
        return new OutboundMessage(
                "contract-" + ++sent, to.conversation(), to.replyContext(), text, List.of());
    }

    /** Waits for a first message of a user, so that there is one to answer. */
    InboundMessage greeting() throws InterruptedException {
        fake.user("ann").says("hello");
        awaitTexts(context, "hello");
        return context.messages().get(0);
    }

    /** Returns the secrets that must never appear. */
    List<String> secrets() {
        return config.options().asMap().values().stream()
                .filter(Secret.class::isInstance)
                .map(secret -> ((Secret) secret).reveal())
                .toList();
    }

    String token() {
        return fake.tokens().get(0);
    }
}
