package dev.gateway.it.races;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of the machine. Where it is missing the test is skipped, and the table of races
 * says so with the reason; but with {@code CI=true} in the environment, or {@code -Dit.skips=fail},
 * it fails instead, so that nothing is ever skipped unseen.
 */
public final class Needs {

    private static final long LIMIT_SECONDS = 30;

    private Needs() {}

    /** Root, to drop to another user or to make namespaces. */
    public static void root() throws Exception {
        that(succeeds("test \"$(id -u)\" = 0"), "needs root");
    }

    /** A program on the PATH. */
    public static void program(String name) {
        boolean found = false;
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            found = found || Files.isExecutable(Path.of(folder.isEmpty() ? "." : folder, name));
        }
        that(found, "needs the program " + name);
    }

    /** PID namespaces with a {@code /proc} of their own. */
    public static void pidNamespaces() throws Exception {
        program("unshare");
        that(
                succeeds("unshare --pid --fork --mount-proc true"),
                "needs the right to make PID namespaces (unshare --pid --mount-proc)");
    }

    /** Anything else; {@code reason} tells what is missing. */
    public static void that(boolean met, String reason) {
        String test = caller();
        if (met) {
            return;
        }
        if (mustNotSkip()) {
            throw new AssertionError(
                    test
                            + " "
                            + reason
                            + ", and nothing may be skipped here (CI or it.skips=fail)");
        }
        RaceTable.skipped(test, reason);
        Assumptions.abort(reason);
    }

    /** Whether a shell command ends with 0, its output aside. */
    public static boolean succeeds(String command) throws Exception {
        Process process =
                new ProcessBuilder("sh", "-c", command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        process.getOutputStream().close();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }

    private static boolean mustNotSkip() {
        return "true".equalsIgnoreCase(System.getenv("CI"))
                || "fail".equals(System.getProperty("it.skips"));
    }

    private static String caller() {
        return StackWalker.getInstance()
                .walk(
                        frames ->
                                frames.filter(
                                                frame ->
                                                        frame.getClassName()
                                                                .matches(".*(IT|Test)(\\$.*)?"))
                                        .findFirst())
                .map(
                        frame ->
                                frame.getClassName().replaceFirst(".*\\.", "")
                                        + "."
                                        + frame.getMethodName())
                .orElse("a test");
    }
}
