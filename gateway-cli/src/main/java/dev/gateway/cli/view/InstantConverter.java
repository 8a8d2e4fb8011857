package dev.gateway.cli.view;

import dev.gateway.core.time.DurationFormat;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A converter for moments in the past: {@code 15m} ago, {@code 2h}, {@code 08:30} today (yesterday
 * if that is still to come), {@code 2026-03-01}, {@code 2026-03-01 08:30}, or with a zone as {@code
 * 2026-03-01T08:30:00Z}. Without a zone the host's zone counts.
 */
final class InstantConverter implements ITypeConverter<Instant> {

    private final ZonedDateTime now;

    InstantConverter() {
        this(ZonedDateTime.now());
    }

    InstantConverter(ZonedDateTime now) {
        this.now = now;
    }

    @Override
    public Instant convert(String value) {
        Optional<Duration> ago = ago(value.strip());
        if (ago.isPresent()) {
            return now.toInstant().minus(ago.get());
        }
        String text = value.strip().replace(' ', 'T');
        ZoneId zone = now.getZone();
        List<Function<String, Instant>> forms =
                List.of(
                        given -> OffsetDateTime.parse(given).toInstant(),
                        given -> LocalDateTime.parse(given).atZone(zone).toInstant(),
                        given -> LocalDate.parse(given).atStartOfDay(zone).toInstant(),
                        this::today);
        for (Function<String, Instant> form : forms) {
            try {
                return form.apply(text);
            } catch (DateTimeException e) {
                // Try the next form.
            }
        }
        throw new TypeConversionException(
                "'%s' is no time; write 15m, 2h, 08:30 or 2026-03-01T08:30:00Z".formatted(value));
    }

    private Instant today(String given) {
        ZonedDateTime at = now.with(LocalTime.parse(given));
        return (at.isAfter(now) ? at.minusDays(1) : at).toInstant();
    }

    private static Optional<Duration> ago(String text) {
        if (text.matches("\\d{1,6}[hd]")) {
            long count = Long.parseLong(text.substring(0, text.length() - 1));
            return Optional.of(
                    text.endsWith("h") ? Duration.ofHours(count) : Duration.ofDays(count));
        }
        return DurationFormat.parse(text);
    }
}
