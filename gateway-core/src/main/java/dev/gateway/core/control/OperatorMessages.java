package dev.gateway.core.control;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.LockStatus;
import java.util.Optional;

/** Sentences that operators grep for; each is defined once. */
public final class OperatorMessages {

    private OperatorMessages() {}

    /** Returns {@code Another gateway instance (PID 4711) is running in /home/me/.gateway.} */
    public static String alreadyRunning(GatewayHome home, Optional<Long> pid) {
        return "Another gateway instance (%s) is running in %s.".formatted(pid(pid), home);
    }

    /** Returns {@code PID file race lost to another gateway instance (PID 4711).} */
    public static String raceLost(Optional<Long> pid) {
        return "PID file race lost to another gateway instance (%s).".formatted(pid(pid));
    }

    /** Returns the next step for a holder that is out of sight and thus cannot be signalled. */
    public static String outOfReach() {
        return " It cannot be signalled from here (another container, PID namespace or user); stop it"
                + " there.";
    }

    /**
     * Returns the message and the remedy for a home whose lock the kernel could not be asked about.
     */
    public static String cannotTell(GatewayHome home, LockStatus.Unknown unknown) {
        return "Cannot tell whether a gateway is running in %s: %s. %s"
                .formatted(
                        home,
                        unknown.reason(),
                        unknown.denied() ? "Run this as its owner." : "Try again.");
    }

    /** Returns the message for a home that another program's lock keeps every gateway out of. */
    public static String blocked(GatewayHome home, LockStatus.Blocked blocked) {
        return "Another program (%s) has a lock of its own on %s: no gateway can start until it lets go."
                .formatted(pid(blocked.pid()), home.lock());
    }

    /** Returns {@code PID 4711} or {@code unknown PID}. */
    public static String pid(Optional<Long> pid) {
        return pid.map(number -> "PID " + number).orElse("unknown PID");
    }
}
