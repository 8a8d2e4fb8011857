package dev.gateway.sim.reported;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The {@code reported-gateway} command. */
@Command(
        name = "reported-gateway",
        description = {
            "A gateway that behaves as public reports describe it: the control of the race tests.",
            "Each reported defect, and each proposed fix that does not hold, is a switch. It reads"
                    + " the config.yaml of a home and polls the same platforms as the gateway does,"
                    + " but answers no message. Never use it for anything else.",
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RunCommand.class, RestartCommand.class, StopCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  reported-gateway run --home /tmp/h                     all as reported",
            "  reported-gateway restart --home /tmp/h --as 17198      loses the race for the token",
            "  reported-gateway run --home /tmp/h --as 13655          loses against a stale file",
            "  reported-gateway run --home /tmp/h --as 13511-fix --gate /tmp/go --window 10ms",
            "      several of these, and then 'touch /tmp/go': two win",
            "  reported-gateway run --home /tmp/h --replace --as 14051 --scale 0.1",
            "      waits 1 s instead of 10 s for a zombie",
            "",
            "Exit codes: 0 after a stop, and 'cleanly' after a conflict over a token; 1 (or"
                    + " --exit-code) if the start failed; 64 wrong usage. 'reported-gateway run"
                    + " --help' lists the switches.",
        })
public final class ReportedGateway implements Runnable {

    private static final int USAGE = 64;
    private static final int INTERNAL = 70;

    private ReportedGateway() {}

    /** Ends the JVM with the exit code of the command, also if threads hang. */
    public static void main(String[] args) {
        int code = execute(args);
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(code);
    }

    static int execute(String... args) {
        CommandLine line = new CommandLine(new ReportedGateway());
        line.setOverwrittenOptionsAllowed(true);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(ReportedGateway::printUsageError);
        line.setExecutionExceptionHandler(
                (failure, failed, result) -> {
                    failed.getErr().println("reported-gateway failed: " + failure);
                    return INTERNAL;
                });
        return line.execute(withPresets(args));
    }

    /** Replaces {@code --as REPORT} by the options of the report; later options override. */
    static String[] withPresets(String... args) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            all.add(args[i]);
            if (args[i].equals("--as") && i + 1 < args.length) {
                all.add(args[++i]);
                all.addAll(DefectPreset.optionsOf(args[i]));
            } else if (args[i].startsWith("--as=")) {
                all.addAll(DefectPreset.optionsOf(args[i].substring("--as=".length())));
            }
        }
        return all.toArray(String[]::new);
    }

    private static int printUsageError(ParameterException wrong, String... args) {
        CommandLine line = wrong.getCommandLine();
        line.getErr().println(wrong.getMessage());
        line.getErr().println("See '" + line.getCommandSpec().qualifiedName() + " --help'.");
        return USAGE;
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
