package dev.gateway.sim.timeline;

import java.time.Duration;
import java.util.Locale;

/** A writer of HTML that escapes every text of a run. */
final class HtmlWriter {

    private final StringBuilder html = new StringBuilder();

    /** Adds markup; each {@code %s} is replaced by an escaped argument. */
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

    /** Returns seconds with all significant digits. */
    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.4f", time.toNanos() / 1e9);
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
