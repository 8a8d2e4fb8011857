package dev.gateway.sim.server;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A fault and the requests that it is injected into.
 *
 * @param method an HTTP method; {@code WS-MESSAGE} for a message on a WebSocket and {@code WS-
 *     CLOSE} for the client's CLOSE; {@code *} for any HTTP method. Ignores case
 * @param path the path without query, {@code *} matching any text, ignoring case: {@code
 *     /bot*}{@code /getUpdates}
 * @param containing text that the request's body must contain, the id of one chat for instance;
 *     empty for any body. A WebSocket has no body
 * @param times the number of requests that get the fault; {@link #ALWAYS} for all
 * @param fault the fault
 */
public record FaultRule(String method, String path, String containing, int times, Fault fault) {

    /** The number of times of a rule that applies until it is removed. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    /** Validates the values. */
    public FaultRule {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(containing, "containing");
        Objects.requireNonNull(fault, "fault");
        if (times < 1) {
            throw new IllegalArgumentException("a fault applies at least once, not " + times);
        }
    }

    /** Creates a rule for any body. */
    public FaultRule(String method, String path, int times, Fault fault) {
        this(method, path, "", times, fault);
    }

    /** Returns a rule for any method that applies until it is removed. */
    public static FaultRule on(String path, Fault fault) {
        return new FaultRule("*", path, ALWAYS, fault);
    }

    /** Returns a copy that applies this many times. */
    public FaultRule times(int times) {
        return new FaultRule(method, path, containing, times, fault);
    }

    /** Returns a copy for one method. */
    public FaultRule method(String method) {
        return new FaultRule(method, path, containing, times, fault);
    }

    /** Returns a copy for requests whose body contains this text. */
    public FaultRule containing(String text) {
        return new FaultRule(method, path, text, times, fault);
    }

    boolean matches(String requestMethod, String requestPath, String requestBody) {
        boolean methodFits =
                method.equals("*")
                        ? !requestMethod.startsWith("WS-")
                        : method.equalsIgnoreCase(requestMethod);
        return methodFits
                && glob().matcher(requestPath).matches()
                && requestBody.contains(containing);
    }

    private Pattern glob() {
        String[] literals = path.split("\\*", -1);
        StringBuilder regex = new StringBuilder(Pattern.quote(literals[0]));
        for (int i = 1; i < literals.length; i++) {
            regex.append(".*").append(Pattern.quote(literals[i]));
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }
}
