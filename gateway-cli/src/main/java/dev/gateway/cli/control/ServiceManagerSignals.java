package dev.gateway.cli.control;

import dev.gateway.cli.service.GatewayService;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessSignals;
import dev.gateway.core.terminal.Sentence;
import java.time.Duration;
import java.util.Optional;

/**
 * Signals that go through the service manager first: a SIGTERM from another sender looks like a
 * failure to it, and it would start the gateway again. Only the first SIGTERM takes this way; all
 * others go directly to the process. Not thread-safe.
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

    /** Returns the reason why the service manager did not stop the service; empty if it did. */
    Optional<String> errorMessage() {
        return failure.map(
                why ->
                        "%s could not be stopped: %s Try '%s'."
                                .formatted(
                                        service.unit(),
                                        Sentence.of(why),
                                        service.manualCommand("stop")));
    }

    /** Waits until the service manager has noticed the end of the process. */
    void awaitRest() throws InterruptedException {
        if (asked && failure.isEmpty()) {
            service.stop(STOP_TIMEOUT);
        }
    }
}
