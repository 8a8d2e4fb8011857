package dev.gateway.cli.doctor;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A parser of systemd's time spans: {@code 1min 8s}, {@code infinity} (systemd.time(7)). */
final class SystemdTimeSpan {

    private static final Pattern PART = Pattern.compile("(\\d{1,9})(us|ms|s|min|h|d|w)");
    private static final Map<String, Duration> UNITS =
            Map.of(
                    "us", Duration.ofNanos(1000),
                    "ms", Duration.ofMillis(1),
                    "s", Duration.ofSeconds(1),
                    "min", Duration.ofMinutes(1),
                    "h", Duration.ofHours(1),
                    "d", Duration.ofDays(1),
                    "w", Duration.ofDays(7));
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private SystemdTimeSpan() {}

    static Optional<Duration> parse(String text) {
        if (text.equals("infinity")) {
            return Optional.of(FOREVER);
        }
        Duration sum = Duration.ZERO;
        boolean any = false;
        for (String word : text.strip().split("\\s+")) {
            Matcher part = PART.matcher(word);
            if (!part.matches()) {
                return Optional.empty();
            }
            sum = sum.plus(UNITS.get(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
            any = true;
        }
        return any ? Optional.of(sum) : Optional.empty();
    }
}
