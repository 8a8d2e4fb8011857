package dev.gateway.cli.options;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Where a gateway lives if nobody says otherwise: {@code ~/.gateway}, with {@code ~} as a shell has
 * it. The token locks are elsewhere on purpose: in the home of the user database, which no variable
 * moves.
 */
public final class DefaultHome {

    private DefaultHome() {}

    /**
     * The folder.
     *
     * @param environment the value of a variable, or null
     */
    public static Path of(UnaryOperator<String> environment) {
        return Path.of(userHome(environment), ".gateway");
    }

    /** Returns what a shell replaces {@code ~} with. */
    static String userHome(UnaryOperator<String> environment) {
        String home = environment.apply("HOME");
        boolean usable = home != null && home.startsWith("/");
        return usable ? home : System.getProperty("user.home");
    }
}
