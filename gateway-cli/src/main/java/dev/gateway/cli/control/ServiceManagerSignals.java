package dev.gateway.cli.control;

import dev.gateway.cli.service.GatewayService;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessSignals;
import dev.gateway.core.terminal.Sentence;
import java.time.Duration;
import java.util.Optional;

/**
 * Has the service manager send the first SIGTERM: one that it did not send looks to it like a
 * failure, and it would start the gateway again. Everything after it goes straight to the process.
 * Not thread-safe.
 */
final class ServiceManagerSignals implements ProcessSignals {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

    private final GatewayService service;
    private final ProcessSignals direct;
    private boolean asked;
    private Optional<String> failure = Optional.empty();

    ServiceManagerSignals(GatewayService service, ProcessSignals direct) {
        this.service = service;
        this.direct = direct;
    }

    @Override
    public boolean terminate(ProcessIdentity process) {
        if (asked) {
            return direct.terminate(process);
        }
        asked = true;
        try {
            failure = service.requestStop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = Optional.of("interrupted");
        }
        return failure.isEmpty();
    }

    @Override
    public boolean sendSighup(ProcessIdentity process) {
        return direct.sendSighup(process);
    }

    @Override
    public boolean kill(ProcessIdentity process) {
        return direct.kill(process);
    }

    /** Why the service manager did not do it, if it did not. */
    Optional<String> errorMessage() {
        return failure.map(
                why ->
                        "%s could not be stopped: %s Try '%s'."
                                .formatted(
                                        service.unit(),
                                        Sentence.of(why),
                                        service.manualCommand("stop")));
    }

    /** The process has ended; the service manager needs a moment more to call it stopped. */
    void awaitRest() throws InterruptedException {
        if (asked && failure.isEmpty()) {
            service.stop(STOP_TIMEOUT);
        }
    }
}
