package dev.gateway.sim.server;

import dev.gateway.core.time.DurationFormat;
import java.time.Duration;
import java.util.Optional;

/**
 * A parser of faults in text form: {@code latency=2s}, {@code hold}, {@code hold=18s}, {@code
 * stall}, {@code stall=5s}, {@code reset}, {@code reset=after}, {@code half-open}, {@code
 * status=502}, {@code status=502:Bad Gateway}, {@code malformed-json}, {@code
 * oversized-json=50000000}, {@code content-type=text/html}, {@code refuse}. A whole rule adds the
 * path, text that the body must contain, and the number of times: {@code latency=2s@/bot*}{@code
 * /getUpdates#3}, {@code status=500@/bot*}{@code /sendMessage~-1001234}.
 */
public final class FaultParser {

    /** The known faults, for error messages. */
    public static final String KINDS =
            "latency=2s, hold, hold=18s, stall, stall=5s, reset, reset=after, half-open, status=502,"
                    + " malformed-json, oversized-json=50000000, content-type=text/html, refuse";

    private FaultParser() {}

    /**
     * Parses a rule: {@code FAULT[@PATH[~TEXT]][#TIMES]}.
     *
     * @throws IllegalArgumentException if the text is no rule; the message lists the known faults
     */
    public static FaultRule rule(String text) {
        int hash = text.lastIndexOf('#');
        int times = hash < 0 ? FaultRule.ALWAYS : count(text.substring(hash + 1), text);
        String rest = hash < 0 ? text : text.substring(0, hash);
        int at = rest.indexOf('@');
        String[] target = (at < 0 ? "*" : rest.substring(at + 1)).split("~", 2);
        return FaultRule.on(target[0], fault(at < 0 ? rest : rest.substring(0, at)))
                .containing(target.length > 1 ? target[1] : "")
                .times(times);
    }

    /**
     * Parses a fault without a rule.
     *
     * @throws IllegalArgumentException if the text is no fault; the message lists the known faults
     */
    public static Fault fault(String text) {
        int equals = text.indexOf('=');
        String kind = equals < 0 ? text : text.substring(0, equals);
        String value = equals < 0 ? "" : text.substring(equals + 1);
        return switch (kind) {
            case "latency" -> new Fault.Latency(duration(value, text));
            case "hold" -> new Fault.Hold(optionalDuration(value, text));
            case "stall" -> new Fault.Stall(optionalDuration(value, text));
            case "reset" -> new Fault.Reset(value.equals("after"));
            case "half-open" -> new Fault.HalfOpen();
            case "status" -> status(value, text);
            case "malformed-json" -> new Fault.MalformedJson();
            case "oversized-json" -> new Fault.OversizedJson(count(value, text));
            case "content-type" -> new Fault.ContentType(value);
            case "refuse" -> new Fault.Refuse();
            default -> throw invalid(text);
        };
    }

    private static Fault status(String value, String text) {
        String[] parts = value.split(":", 2);
        int status = count(parts[0], text);
        if (status < 200 || status > 599) {
            throw invalid(text);
        }
        return Fault.Answer.status(status, parts.length > 1 ? parts[1] : "");
    }

    private static Optional<Duration> optionalDuration(String value, String text) {
        return value.isEmpty() ? Optional.empty() : Optional.of(duration(value, text));
    }

    private static Duration duration(String value, String text) {
        return DurationFormat.parse(value).orElseThrow(() -> invalid(text));
    }

    private static int count(String value, String text) {
        if (!value.matches("[1-9]\\d{0,8}")) {
            throw invalid(text);
        }
        return Integer.parseInt(value);
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException("not a fault: \"" + text + "\"; there are " + KINDS);
    }
}
