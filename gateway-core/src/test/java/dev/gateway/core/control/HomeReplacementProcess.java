package dev.gateway.core.control;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.PidFile;
import dev.gateway.core.instance.PidRecord;
import dev.gateway.core.process.LockHolders;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.process.ProcessSignals;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The part of {@code gateway run --replace} that concerns the home (its argument): prints {@code
 * ready}, waits for a line, then prints {@code won} or {@code lost: …}. A winner runs until
 * SIGTERM.
 */
public final class HomeReplacementProcess {

    private HomeReplacementProcess() {}

    public static void main(String[] arguments) throws Exception {
        var home = new GatewayHome(Path.of(arguments[0]));
        ProcessProbe probe = ProcessProbe.system();
        long pid = ProcessHandle.current().pid();
        var replacer =
                new InstanceReplacer(
                        home,
                        probe,
                        LockHolders.system(),
                        ProcessSignals.system(probe),
                        Clock.systemUTC(),
                        new EventStream(Clock.systemUTC(), pid),
                        true);
        System.out.println("ready");
        System.in.read();
        try {
            AcquiredHome acquiredHome = replacer.replace(Duration.ofSeconds(60), notice -> {});
            new PidFile(home)
                    .publish(
                            new PidRecord(
                                    ProcessIdentity.of(probe, pid),
                                    PidRecord.GATEWAY,
                                    List.of("gateway"),
                                    Optional.of(home.toString()),
                                    Optional.empty(),
                                    Optional.of(Clock.systemUTC().instant()),
                                    Optional.empty()));
            acquiredHome.releaseTakeoverLock();
            System.out.println("won");
            new CountDownLatch(1).await();
        } catch (HomeHeldException e) {
            System.out.println("lost: " + e.getMessage());
            Runtime.getRuntime().halt(75);
        }
    }
}
