package dev.gateway.cli.run;

import dev.gateway.cli.log.GatewayLog;
import dev.gateway.cli.options.CommandModel;
import dev.gateway.cli.options.DurationConverter;
import dev.gateway.core.control.ConflictPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The options of {@link RunCommand} alone. */
final class RunOptions {

    private static final Duration WITHOUT_LIMIT = Duration.ofDays(3650);

    private String onConflict;
    private boolean replace;
    private Duration wait = WITHOUT_LIMIT;
    private GatewayLog.Format logFormat = GatewayLog.Format.TEXT;
    private boolean detached;
    private Path tell;
    private Long launchedBy;

    /** Returns the options; those that another gateway passes on are not in the help. */
    CommandSpec model() {
        return CommandModel.group(this)
                .addOption(
                        CommandModel.valueOption(
                                        String.class,
                                        given -> onConflict = given,
                                        "fail|wait|replace",
                                        "When another instance holds this home: give up, stand by,"
                                                + " or take over (default: wait under a supervisor,"
                                                + " else fail).",
                                        "--on-conflict")
                                .build())
                .addOption(
                        CommandModel.flagOption(
                                        given -> replace = given,
                                        "The same as --on-conflict=replace.",
                                        "--replace")
                                .build())
                .addOption(
                        CommandModel.valueOption(
                                        Duration.class,
                                        given -> wait = given,
                                        "DURATION",
                                        "Stand by for at most this long (default: without limit).",
                                        "--wait")
                                .converters(new DurationConverter())
                                .build())
                .addOption(
                        CommandModel.valueOption(
                                        GatewayLog.Format.class,
                                        given -> logFormat = given,
                                        "text|json",
                                        "How log lines are written (default: text;"
                                                + " $GATEWAY_LOG_FORMAT is inherited by what"
                                                + " 'gateway start' starts).",
                                        "--log-format")
                                .defaultValue("${env:GATEWAY_LOG_FORMAT:-text}")
                                .build())
                .addOption(
                        CommandModel.flagOption(given -> detached = given, "", "--detached")
                                .hidden(true)
                                .build())
                .addOption(
                        CommandModel.valueOption(
                                        Path.class, given -> tell = given, "FILE", "", "--tell")
                                .hidden(true)
                                .build())
                .addOption(
                        CommandModel.valueOption(
                                        Long.class,
                                        given -> launchedBy = given,
                                        "PID",
                                        "",
                                        "--launched-by")
                                .hidden(true)
                                .build());
    }

    /** Rejects a policy that does not exist, as an error of usage of {@code line}. */
    void check(CommandLine line) {
        if (onConflict != null && !List.of("fail", "wait", "replace").contains(onConflict)) {
            throw new ParameterException(
                    line, "--on-conflict is fail, wait or replace, not '%s'".formatted(onConflict));
        }
    }

    /** Returns the policy towards another instance; a supervised gateway waits by default. */
    ConflictPolicy policy(boolean supervised) {
        if (replace) {
            return ConflictPolicy.REPLACE;
        }
        if (onConflict == null) {
            return supervised ? ConflictPolicy.WAIT : ConflictPolicy.FAIL;
        }
        return ConflictPolicy.valueOf(onConflict.toUpperCase(Locale.ROOT));
    }

    /** Returns the longest time to stand by. */
    Duration standby() {
        return wait;
    }

    GatewayLog.Format logFormat() {
        return logFormat;
    }

    /** Returns whether {@code gateway start} started this process. */
    boolean isDetached() {
        return detached;
    }

    /** Returns the file in which the process that started this one reads how the start went. */
    Optional<Path> tell() {
        return Optional.ofNullable(tell);
    }

    /** Returns the process that handed its unit over to this one. */
    Optional<Long> launchedBy() {
        return Optional.ofNullable(launchedBy);
    }
}
