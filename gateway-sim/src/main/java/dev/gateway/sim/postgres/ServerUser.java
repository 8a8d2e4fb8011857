package dev.gateway.sim.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The user who runs the server. PostgreSQL refuses to run as root: there it runs in a user
 * namespace in which root is nobody, so that all files stay root's; where the kernel or the
 * container forbids namespaces it runs as the user nobody.
 */
enum ServerUser {
    /** The JVM's own user. */
    SELF(List.of()),
    /** The JVM's user, who is nobody in a namespace of its own. */
    NAMESPACE(List.of("unshare", "-U")),
    /** The user nobody. */
    NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));

    private static final long LIMIT_SECONDS = 20;

    private final List<String> prefix;

    ServerUser(List<String> prefix) {
        this.prefix = prefix;
    }

    /** Returns the user for servers of this JVM. */
    static ServerUser choose() throws IOException, InterruptedException {
        int uid = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (uid != 0) {
            // A user without a name, as containers have, is refused by initdb.
            return runs(List.of("id", "-un")) ? SELF : NAMESPACE;
        }
        return runs(List.of("unshare", "-U", "true")) ? NAMESPACE : NOBODY;
    }

    /** Returns the words before a command that make this user run it. */
    List<String> prefix() {
        return prefix;
    }

    /** Gives the folder with all that is in it to the user. */
    void own(Path folder) throws IOException, InterruptedException {
        if (this == NOBODY && !runs(List.of("chown", "-R", "65534:65534", folder.toString()))) {
            throw new IOException("cannot give " + folder + " to the user nobody");
        }
    }

    private static boolean runs(List<String> command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try {
                return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            // There is no such program here.
            return false;
        }
    }
}
