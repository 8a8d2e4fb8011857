package dev.gateway.cli.run;

import dev.gateway.core.process.HostServices;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** The command of the {@code run} that a running gateway launches as its successor. */
final class SuccessorArguments {

    /** Options that concern one start only; they have a value. */
    private static final Set<String> OF_ONE_START =
            Set.of("--on-conflict", "--wait", "--launched-by", "--tell");

    private static final Set<String> FLAGS_OF_ONE_START = Set.of("--replace", "--detached");

    private SuccessorArguments() {}

    /**
     * Returns the launch of a successor.
     *
     * @param own the arguments of this process after the program
     */
    static UnitHandover.Launch launch(HostServices host, List<String> own) {
        return () -> {
            String launcher = System.getProperty("gateway.launcher");
            if (launcher == null) {
                throw new IOException("this process was not started by bin/gateway");
            }
            return UnitSuccessor.launch(host, command(launcher, own, host.probe().self()));
        };
    }

    /**
     * Returns the command for the same home and config.
     *
     * @param launcher {@code bin/gateway}
     * @param own the arguments of this process after the program
     * @param pid this process
     */
    static List<String> command(String launcher, List<String> own, long pid) {
        List<String> arguments = new ArrayList<>(List.of(launcher));
        for (Iterator<String> words = own.iterator(); words.hasNext(); ) {
            String word = words.next();
            if (OF_ONE_START.contains(word)) {
                if (words.hasNext()) {
                    words.next();
                }
            } else if (!FLAGS_OF_ONE_START.contains(word)
                    && !OF_ONE_START.contains(word.replaceFirst("=.*", ""))) {
                arguments.add(word);
            }
        }
        arguments.add("--on-conflict=wait");
        arguments.add("--launched-by=" + pid);
        return arguments;
    }
}
