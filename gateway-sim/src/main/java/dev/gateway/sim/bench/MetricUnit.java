package dev.gateway.sim.bench;

import java.util.Locale;

/** The unit of a metric. */
enum MetricUnit {
    SECONDS("s", "%.3f s", false),
    MILLISECONDS("ms", "%.3f ms", false),
    PER_MESSAGE("", "%.2f", false),
    PERCENT("%", "%.0f %%", false),
    /** Millions of bytes. */
    MEGABYTES("MB", "%.1f MB", false),
    COUNT("", "%.0f", false),
    PER_SECOND("1/s", "%.0f /s", true);

    /** Seconds below this would be shown as none. */
    private static final double SHORT = 0.001;

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
        if (this == SECONDS && value > 0 && value < SHORT) {
            return MILLISECONDS.text(value * MILLISECONDS.ofSecond());
        }
        return String.format(Locale.ROOT, format, value);
    }

    boolean moreIsBetter() {
        return moreIsBetter;
    }

    /** Returns a second in this unit; 1 for what is no time. */
    double ofSecond() {
        return this == MILLISECONDS ? 1000 : 1;
    }

    boolean reaches(double value, double target) {
        return moreIsBetter ? value >= target : value <= target;
    }
}
