package dev.gateway.sim.bench;

import dev.gateway.sim.bench.LoadScene.EchoKind;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of a load benchmark; one of the first four asks for it. */
final class LoadOptions {

    private static final int CHATS = 64;

    @Option(
            names = "--chats",
            paramLabel = "N",
            description =
                    "Measures the gateway under load: N chats of each bot, each of which writes"
                            + " again when it was answered. Default with another option of"
                            + " load: 64.")
    private Integer chats;

    @Option(
            names = "--handler",
            paramLabel = "KIND",
            description = "Load: what answers, at once: ${COMPLETION-CANDIDATES}. Default: echo.")
    private EchoKind handler;

    @Option(
            names = "--send-delay",
            paramLabel = "MS",
            converter = Milliseconds.class,
            description = "Load: the time that each sendMessage takes. Default: 0.")
    private Duration sendDelay;

    @Option(
            names = "--disk-delay",
            paramLabel = "MS",
            converter = Milliseconds.class,
            description =
                    "Load: the time by which each fsync of the gateway is made longer, with"
                            + " strace, which has to be on the PATH. Default: 0.")
    private Duration diskDelay;

    @Option(
            names = "--warm-up",
            paramLabel = "MS",
            defaultValue = "4000",
            converter = Milliseconds.class,
            description = "Load: the time before each measurement. Default: ${DEFAULT-VALUE}.")
    private Duration warmUp;

    @Option(
            names = "--length",
            paramLabel = "MS",
            defaultValue = "5000",
            converter = Milliseconds.class,
            description = "Load: the time of each measurement. Default: ${DEFAULT-VALUE}.")
    private Duration length;

    /** Returns the traffic with so many bots; empty if no load is asked for. */
    Optional<LoadScene> scene(int bots) {
        return chats == null && handler == null && sendDelay == null && diskDelay == null
                ? Optional.empty()
                : Optional.of(
                        new LoadScene(
                                bots,
                                chats == null ? CHATS : chats,
                                handler == null ? EchoKind.ECHO : handler,
                                sendDelay == null ? Duration.ZERO : sendDelay,
                                diskDelay == null ? Duration.ZERO : diskDelay,
                                warmUp,
                                length));
    }

    /** Returns whether the disk is made slower. */
    boolean slowsDisk() {
        return diskDelay != null && !diskDelay.isZero();
    }

    /** Returns the reason why these options make no sense. */
    Optional<String> mistake() {
        if (chats != null && chats < 1) {
            return Optional.of("--chats is at least 1, not " + chats);
        }
        return length.isZero() ? Optional.of("--length is at least 1, not 0") : Optional.empty();
    }

    /** Reads milliseconds, with or without the unit. */
    static final class Milliseconds implements ITypeConverter<Duration> {

        @Override
        public Duration convert(String text) {
            String number = text.endsWith("ms") ? text.substring(0, text.length() - 2) : text;
            if (!number.matches("[0-9]{1,7}")) {
                throw new TypeConversionException("'" + text + "' is no number of milliseconds");
            }
            return Duration.ofMillis(Long.parseLong(number));
        }
    }
}
