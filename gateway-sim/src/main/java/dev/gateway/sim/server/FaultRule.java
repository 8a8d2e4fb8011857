package dev.gateway.sim.server;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * When a fault strikes.
 *
 * @param method an HTTP method; {@code WS-MESSAGE} for a message on a WebSocket and {@code
 *     WS-CLOSE} for the client's CLOSE; {@code *} for any HTTP method. Without case
 * @param path the path without query, {@code *} standing for anything, without case: {@code
 *     /bot*}{@code /getUpdates}
 * @param containing what the body of the request must hold, the id of one chat for instance; empty
 *     for any body. There is none on a WebSocket
 * @param times how many requests it strikes; {@link #ALWAYS} for all
 * @param fault what happens
 */
public record FaultRule(String method, String path, String containing, int times, Fault fault) {

    /** Strikes until removed. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    /** Checks what can be checked. */
    public FaultRule {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(containing, "containing");
        Objects.requireNonNull(fault, "fault");
        if (times < 1) {
            throw new IllegalArgumentException("a fault strikes at least once, not " + times);
        }
    }

    /** With any body. */
    public FaultRule(String method, String path, int times, Fault fault) {
        this(method, path, "", times, fault);
    }

    /** Any method, until removed. */
    public static FaultRule on(String path, Fault fault) {
        return new FaultRule("*", path, ALWAYS, fault);
    }

    /** The same, so many times only. */
    public FaultRule times(int times) {
        return new FaultRule(method, path, containing, times, fault);
    }

    /** The same for one method only. */
    public FaultRule method(String method) {
        return new FaultRule(method, path, containing, times, fault);
    }

    /** The same for requests only whose body holds this. */
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
