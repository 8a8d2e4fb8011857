package dev.gateway.core.supervision;

import static org.awaitility.Awaitility.await;

import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.sqlite.EventRecorder;
import dev.gateway.core.journal.sqlite.SqliteJournal;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.process.HostServices;
import dev.gateway.core.token.KernelTokenLocks;
import dev.gateway.core.token.TokenLocks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Platforms with a journal and token locks of their own, without a gateway around them. */
final class SupervisionFixture implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(60);

    final EventRecorder events = new EventRecorder();
    final HandedOnPlatform platform = new HandedOnPlatform();
    private final Path folder;
    private final SqliteJournal journal;
    private final PlatformSupervisorFactory supervisors;

    SupervisionFixture(Path folder, TokenLocks tokens) throws IOException {
        this.folder = folder;
        journal =
                SqliteJournal.open(
                        folder.resolve("journal.db"),
                        JournalSettings.defaults(),
                        Clock.systemUTC(),
                        events.stream());
        supervisors =
                new PlatformSupervisorFactory(
                        folder.resolve("media"),
                        Map.of(HandedOnPlatform.TYPE, platform),
                        journal,
                        account -> tokens,
                        LONG,
                        Clock.systemUTC(),
                        events.stream(),
                        type -> {});
    }

    /** Returns the locks of the machine, in the folder of the test. */
    static TokenLocks kernelLocks(Path folder) {
        var host = HostServices.system();
        return new KernelTokenLocks(
                folder.resolve("tokens"),
                folder.toString(),
                host.probe(),
                host.holders(),
                host.clock());
    }

    /** Returns a set of started platforms with these names. */
    PlatformSet start(Duration disconnectTimeout, String... names) throws IOException {
        List<PlatformSupervisor> all = new ArrayList<>();
        for (String name : names) {
            all.add(supervisor(disconnectTimeout, name));
        }
        var set = new PlatformSet(all, events.stream());
        set.start();
        return set;
    }

    PlatformSupervisor supervisor(Duration disconnectTimeout, String name) throws IOException {
        return supervisors.create(
                new PlatformConfig(
                        name,
                        HandedOnPlatform.TYPE,
                        true,
                        Optional.empty(),
                        disconnectTimeout,
                        LONG,
                        Options.none()));
    }

    void awaitConnected(PlatformSet set) {
        await().atMost(LONG).until(set::allConnected);
    }

    /** Returns the states of a platform in order. */
    List<String> states(String name) {
        return events.of(EventType.PLATFORM_STATE_CHANGED).stream()
                .filter(event -> name.equals(event.fields().get("platform")))
                .map(event -> String.valueOf(event.fields().get("state")))
                .toList();
    }

    PlatformState state(PlatformSet set, String name) {
        return set.statuses().stream()
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow()
                .state();
    }

    /** Returns the events of one type of a platform. */
    List<LifecycleEvent> events(EventType type, String name) {
        return events.of(type).stream()
                .filter(event -> name.equals(event.fields().get("platform")))
                .toList();
    }

    @Override
    public void close() {
        platform.letGo();
        journal.close();
    }
}
