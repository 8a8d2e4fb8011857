package dev.gateway.sim.timeline;

import java.time.Duration;
import java.util.Locale;

/** HTML, put together so that no text of a run can become markup. */
final class HtmlWriter {

    private final StringBuilder html = new StringBuilder();

    /** Markup of our own; each {@code %s} becomes an argument, escaped. */
    HtmlWriter add(String format, Object... arguments) {
        Object[] safe = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            safe[i] = escape(arguments[i].toString());
        }
        html.append(safe.length == 0 ? format : String.format(Locale.ROOT, format, safe));
        return this;
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** Seconds with all the digits that can be told apart. */
    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.4f", time.toNanos() / 1e9);
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
