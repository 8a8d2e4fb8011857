package dev.gateway.sim.adapter;

import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.time.DurationFormat;
import java.time.Duration;
import java.util.Optional;

/**
 * The options of {@code type: stubborn}.
 *
 * @param disconnect the duration of a disconnect; empty for ever
 * @param swallowInterrupts true to continue when interrupted
 * @param ignoreStop true to keep polling after {@code stopIntake}
 * @param keepThread true to leave a thread behind that keeps the JVM alive
 */
record MisbehaviourOptions(
        Optional<Duration> disconnect,
        boolean swallowInterrupts,
        boolean ignoreStop,
        boolean keepThread) {

    static final String DISCONNECT = "disconnect";
    static final String SWALLOW_INTERRUPTS = "swallow_interrupts";
    static final String IGNORE_STOP = "ignore_stop";
    static final String KEEP_THREAD = "keep_thread";

    static MisbehaviourOptions from(PlatformConfig config) {
        Options options = config.options();
        String disconnect = options.text(DISCONNECT).orElse("0s");
        Optional<Duration> duration = DurationFormat.parse(disconnect);
        if (duration.isEmpty() && !disconnect.equals("never")) {
            throw new IllegalArgumentException(
                    "%s: %s is \"%s\"; write never, or a duration such as %s"
                            .formatted(
                                    config.name(),
                                    DISCONNECT,
                                    disconnect,
                                    DurationFormat.EXAMPLES));
        }
        return new MisbehaviourOptions(
                duration,
                options.flag(SWALLOW_INTERRUPTS).orElse(false),
                options.flag(IGNORE_STOP).orElse(false),
                options.flag(KEEP_THREAD).orElse(false));
    }
}
