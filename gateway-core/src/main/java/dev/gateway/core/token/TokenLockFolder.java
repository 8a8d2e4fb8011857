package dev.gateway.core.token;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Where the token locks are: one folder per machine user, so that two launchers with different HOME
 * or XDG settings meet at the same locks.
 */
public final class TokenLockFolder {

    /** The only thing that moves it: for tests and for users without a home of their own. */
    public static final String OVERRIDE = "GATEWAY_TOKEN_LOCK_DIR";

    private TokenLockFolder() {}

    /**
     * The folder for this user.
     *
     * @param environment the value of a variable, or null
     */
    public static Path of(UnaryOperator<String> environment) {
        String override = environment.apply(OVERRIDE);
        if (override != null && !override.isBlank()) {
            return Path.of(override).toAbsolutePath();
        }
        // The JVM takes user.home from the user database (getpwuid), not from HOME. A user who is
        // not in there, as happens in containers, shows as "?"; then HOME is all there is.
        String home = System.getProperty("user.home");
        boolean known = home != null && Path.of(home).isAbsolute();
        String folder = known ? home : environment.apply("HOME");
        boolean usable = folder != null && Path.of(folder).isAbsolute();
        return below(Path.of(usable ? folder : "/var/tmp"));
    }

    /** The folder of the user with this home, unless it was moved. */
    public static Path below(Path userHome) {
        return userHome.resolve(".local/state/gateway/token-locks");
    }
}
