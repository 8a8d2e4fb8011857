package dev.gateway.core.control;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.process.SharedKernelLock;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sign of a process that waits for a home and can take it over while the holder still finishes
 * its messages. Several processes may wait. A process of a version that cannot shows none, and gets
 * the home when the holder has ended.
 */
public final class SuccessorLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SuccessorLock.class);

    private final Optional<SharedKernelLock> share;

    private SuccessorLock(Optional<SharedKernelLock> share) {
        this.share = share;
    }

    /** Shows that this process waits, until it is closed or the process dies. */
    public static SuccessorLock hold(GatewayHome home) throws InterruptedException {
        try {
            return new SuccessorLock(SharedKernelLock.acquire(home.successorLock()));
        } catch (IOException e) {
            LOG.warn("The home will pass on only after the old gateway's end: {}", e.getMessage());
            return none();
        }
    }

    /** Returns the sign of a process that does not show itself. */
    public static SuccessorLock none() {
        return new SuccessorLock(Optional.empty());
    }

    /** Returns whether a process waits for {@code home}; takes some 10 ms if one does. */
    public static boolean isHeld(GatewayHome home) {
        return SharedKernelLock.isHeld(home.successorLock());
    }

    @Override
    public void close() {
        share.ifPresent(SharedKernelLock::close);
    }
}
