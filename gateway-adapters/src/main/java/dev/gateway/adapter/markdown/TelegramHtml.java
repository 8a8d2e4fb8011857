package dev.gateway.adapter.markdown;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Markdown as the HTML that Telegram's {@code parse_mode: HTML} takes. Code is never inside another
 * style and a quotation never in another one, as the server demands; HTML of the text is shown.
 */
public final class TelegramHtml extends MarkdownLayout {

    private static final Set<String> SCHEMES = Set.of("http", "https", "tg", "mailto");

    private final Set<Style> open = EnumSet.noneOf(Style.class);
    private final Deque<Style> order = new ArrayDeque<>();
    private int quotes;
    private int links;

    private TelegramHtml() {}

    /** Returns the HTML of a text. */
    public static String of(String markdown) {
        return new TelegramHtml().render(MarkdownParser.parse(markdown).document());
    }

    /** Returns the UTF-16 units that the server counts: those of the text that is shown. */
    public static int units(String markdown) {
        return PlainText.of(markdown).length();
    }

    @Override
    protected void text(String text) {
        escape(text);
    }

    @Override
    protected void open(Style style) {
        if (open.add(style)) {
            order.push(style);
            out.append('<').append(tag(style)).append('>');
        } else {
            order.push(style);
        }
    }

    @Override
    protected void close(Style style) {
        order.pop();
        if (!order.contains(style)) {
            open.remove(style);
            out.append("</").append(tag(style)).append('>');
        }
    }

    @Override
    protected void code(String literal) {
        if (links > 0) {
            escape(literal);
            return;
        }
        List<Style> around = suspend();
        out.append("<code>");
        escape(literal);
        out.append("</code>");
        around.forEach(style -> out.append('<').append(tag(style)).append('>'));
    }

    @Override
    protected void link(String destination, Runnable label) {
        if (links > 0 || !isAllowed(destination)) {
            label.run();
            return;
        }
        out.append("<a href=\"");
        escape(destination);
        out.append("\">");
        links++;
        label.run();
        links--;
        out.append("</a>");
    }

    @Override
    protected void preformatted(String literal, String language) {
        if (language.isEmpty()) {
            out.append("<pre>");
            escape(literal);
            out.append("</pre>");
        } else {
            out.append("<pre><code class=\"language-").append(language).append("\">");
            escape(literal);
            out.append("</code></pre>");
        }
    }

    @Override
    protected void quote(Runnable content) {
        boolean outermost = quotes++ == 0;
        out.append(outermost ? "<blockquote>" : "");
        withIndent("", content);
        out.append(outermost ? "</blockquote>" : "");
        quotes--;
    }

    @Override
    protected void heading(Runnable content) {
        open(Style.BOLD);
        content.run();
        close(Style.BOLD);
    }

    /** Closes all styles and returns them, the outermost first. */
    private List<Style> suspend() {
        List<Style> outermostFirst = new ArrayList<>();
        for (var styles = order.descendingIterator(); styles.hasNext(); ) {
            Style style = styles.next();
            if (!outermostFirst.contains(style)) {
                outermostFirst.add(style);
            }
        }
        for (int i = outermostFirst.size() - 1; i >= 0; i--) {
            out.append("</").append(tag(outermostFirst.get(i))).append('>');
        }
        return outermostFirst;
    }

    private static String tag(Style style) {
        return switch (style) {
            case BOLD -> "b";
            case ITALIC -> "i";
            case STRIKE -> "s";
        };
    }

    private static boolean isAllowed(String destination) {
        int colon = destination.indexOf(':');
        return colon > 0
                && colon < destination.length() - 1
                && SCHEMES.contains(destination.substring(0, colon).toLowerCase(Locale.ROOT));
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> out.append(c);
            }
        }
    }
}
