package dev.gateway.core.yaml;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The notation of values in YAML, such that a parser reads the same text back. */
public final class YamlQuoting {

    /** Words that YAML takes for something else than text. */
    private static final Set<String> RESERVED =
            Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

    private YamlQuoting() {}

    /** Returns a key or word, quoted only if necessary. */
    public static String word(String text) {
        boolean plain =
                MessageRedactor.isName(text)
                        && Character.isLetter(text.charAt(0))
                        && !RESERVED.contains(text.toLowerCase(Locale.ROOT));
        return plain ? text : quoted(text);
    }

    /** Returns any text in double quotes. */
    public static String quoted(String text) {
        var out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c >= '\u007F' && c <= '\u009F' || isSpecial(c)) {
                        out.append(String.format("\\u%04X", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    private static boolean isSpecial(char c) {
        return c == '\u2028' || c == '\u2029' || c == '\uFEFF' || c >= '\uFFFE';
    }

    /** Returns a list in one line. */
    public static String list(List<String> texts) {
        var out = new StringBuilder("[");
        for (String text : texts) {
            out.append(out.length() == 1 ? "" : ", ").append(quoted(text));
        }
        return out.append(']').toString();
    }
}
