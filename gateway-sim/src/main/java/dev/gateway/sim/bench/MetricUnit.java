package dev.gateway.sim.bench;

import java.util.Locale;

/** The unit of a metric. */
enum MetricUnit {
    SECONDS("s", "%.3f s", false),
    /** Millions of bytes. */
    MEGABYTES("MB", "%.1f MB", false),
    PER_SECOND("1/s", "%.0f /s", true);

    private final String symbol;
    private final String format;
    private final boolean moreIsBetter;

    MetricUnit(String symbol, String format, boolean moreIsBetter) {
        this.symbol = symbol;
        this.format = format;
        this.moreIsBetter = moreIsBetter;
    }

    String symbol() {
        return symbol;
    }

    String text(double value) {
        return String.format(Locale.ROOT, format, value);
    }

    boolean reaches(double value, double target) {
        return moreIsBetter ? value >= target : value <= target;
    }
}
