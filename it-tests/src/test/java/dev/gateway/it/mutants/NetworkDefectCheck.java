package dev.gateway.it.mutants;

import dev.gateway.core.event.EventType;
import dev.gateway.core.network.LoopbackProxy;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.telegram.FakeTelegram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A check of one gateway, one platform, and the network between them. */
abstract class NetworkDefectCheck implements DefectCheck {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration DISCONNECT = Duration.ofSeconds(10);

    /** The timeout but for the time until the adapter is told of it. */
    private static final Duration WHOLE_TIMEOUT = DISCONNECT.minusSeconds(1);

    private final String name;

    private NetworkDefectCheck(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> detectDefect(GatewayUnderTest underTest, Path folder) throws Exception {
        try (ProcessScope scope = ProcessScope.open();
                FakeTelegram telegram = FakeTelegram.start()) {
            ObservedHome home = ObservedHome.create(folder);
            GatewayCommandLine gateway =
                    GatewayCommandLine.of(scope, underTest.launcher()).withHome(home);
            return detect(gateway, home, telegram);
        }
    }

    abstract Optional<String> detect(
            GatewayCommandLine gateway, ObservedHome home, FakeTelegram telegram) throws Exception;

    /** Returns a check in which every call has to pass the proxy. */
    static DefectCheck behindAProxy() {
        return new NetworkDefectCheck("proxy: a bot behind one that counts") {
            @Override
            Optional<String> detect(
                    GatewayCommandLine gateway, ObservedHome home, FakeTelegram telegram)
                    throws Exception {
                try (var proxy = new LoopbackProxy()) {
                    home.writeConfig(
                            HomeConfig.echo()
                                    .with("family", telegram)
                                    .yaml()
                                    .replace(
                                            "handler:",
                                            "gateway: {proxy: \"http://127.0.0.1:%d\"}%nhandler:"
                                                    .formatted(proxy.port())));
                    gateway.start("run");
                    telegram.user("mama").says("one").awaitAnswer(TIMEOUT);
                    return proxy.tunnels().isEmpty()
                            ? Optional.of("the platform is called past the proxy")
                            : Optional.empty();
                }
            }
        };
    }

    /** Returns a check in which a disconnect waits for nothing, with any number of CPUs. */
    static DefectCheck stopWithFourCpus() {
        return new NetworkDefectCheck("CPUs: a stop with four") {
            @Override
            Optional<String> detect(
                    GatewayCommandLine gateway, ObservedHome home, FakeTelegram telegram)
                    throws Exception {
                home.write(
                        HomeConfig.echo()
                                .with("disconnect_timeout", DISCONNECT)
                                .with("family", telegram));
                RunningProcess run =
                        gateway.withEnv("GATEWAY_JAVA_OPTS", "-XX:ActiveProcessorCount=4")
                                .start("run");
                telegram.user("mama").says("one").awaitAnswer(TIMEOUT);
                run.kill(Signal.TERM);
                run.awaitExit(TIMEOUT);
                Duration took =
                        Duration.ofNanos(
                                time(home, EventType.PLATFORMS_DISCONNECTED)
                                        - time(home, EventType.DRAIN_FINISHED));
                return took.compareTo(WHOLE_TIMEOUT) >= 0
                        ? Optional.of("the disconnect took " + took.toMillis() + " ms")
                        : Optional.empty();
            }
        };
    }

    /** Returns the monotonic time of the only event of a type. */
    private static long time(ObservedHome home, EventType type) {
        return home.events(type).get(0).monoNanos();
    }
}
