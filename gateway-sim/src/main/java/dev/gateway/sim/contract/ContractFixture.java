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

/** What an author gives, and what each check starts from. */
public abstract class ContractFixture {

    static {
        LogCapture.prepare();
    }

    private static final Duration RETRY = Duration.ofMillis(50);

    /** Of each check: the platform, with nobody connected. */
    FakePlatform fake;

    /** Of each check: the gateway, which knows nothing yet. */
    RecordingContext context;

    /** What the calls of {@link #serving} threw, in order. */
    final List<PlatformException> failures = new CopyOnWriteArrayList<>();

    private final List<PlatformAdapter> adapters = new ArrayList<>();
    private final List<AdapterCall> calls = new ArrayList<>();
    private PlatformConfig config;
    private int sent;

    @TempDir Path media;

    /** The factory of the adapters to check. */
    protected abstract PlatformFactory factory();

    /**
     * A new platform, with one account at least; closed after the check. It must repeat what was
     * not confirmed within a second or so, and never tell clients to stay away for long.
     */
    protected abstract FakePlatform startFake();

    /** An account of this platform: the options that the adapter needs to use its first token. */
    protected abstract Map<String, Object> options(FakePlatform fake);

    /** How long something may take that is a matter of milliseconds on a quiet machine. */
    protected Duration timeout() {
        return Duration.ofSeconds(20);
    }

    /**
     * How long something may take that the contract allows 100 ms. More, for busy machines, but far
     * less than a long poll.
     */
    protected Duration quick() {
        return Duration.ofSeconds(2);
    }

    /**
     * For an override of a check that makes no sense for a platform: ends it as skipped, with this
     * reason in the report.
     */
    protected static void notApplicable(String reason) {
        throw new TestAbortedException(reason);
    }

    @BeforeEach
    void startThePlatform() {
        fake = startFake();
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

    RecordingContext newContext() {
        return new RecordingContext("account", media);
    }

    /** A new adapter with the context of this check, as after a restart. */
    PlatformAdapter adapter() {
        return adapter(context);
    }

    PlatformAdapter adapter(RecordingContext its) {
        PlatformAdapter made = factory().create(config, its);
        adapters.add(made);
        return made;
    }

    /** Serves once, on a thread of its own. */
    AdapterCall serve(PlatformAdapter adapter) {
        return call("serve", adapter::serve);
    }

    /** Serves as the gateway does: again after each exception, and not sooner than it says. */
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

    /** A call that is ended with the check. */
    AdapterCall call(String what, AdapterCall.Action action) {
        AdapterCall started = AdapterCall.start(what, action);
        calls.add(started);
        return started;
    }

    /** An adapter that serves, and whose poll or connection the platform has. */
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

    void awaitInjected(String fault) throws InterruptedException {
        eventually(
                "a request that meets " + fake.server().faults().rules().get(fault),
                timeout(),
                () -> fake.server().faults().injectedCount(fault) > 0,
                () -> "none, failures " + failures);
    }

    /** A message that answers this one, with an id that was not used before. */
    OutboundMessage answer(InboundMessage to, String text) {
        return new OutboundMessage(
                "contract-" + ++sent, to.conversation(), to.replyContext(), text, List.of());
    }

    /** Waits until somebody's first message is there, so that there is something to answer. */
    InboundMessage greeting() throws InterruptedException {
        fake.user("ann").says("hello");
        awaitTexts(context, "hello");
        return context.messages().get(0);
    }

    /** What must never be seen. */
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
