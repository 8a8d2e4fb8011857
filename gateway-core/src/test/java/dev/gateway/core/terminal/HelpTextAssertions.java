package dev.gateway.core.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Assertions that hold for a help text of any width. */
public final class HelpTextAssertions {

    private HelpTextAssertions() {}

    /** Checks that no line is too long, and that none was broken early. */
    public static void check(String help, int width) {
        List<String> lines = help.lines().toList();
        int synopsis = 1; // Laid out by picocli, an option as a whole.
        while (synopsis < lines.size() && lines.get(synopsis).startsWith(" ")) {
            synopsis++;
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            assertThat(DisplayWidth.of(line)).as(line).isLessThanOrEqualTo(width);
            assertThat(line).doesNotEndWith(" ");
            if (i >= synopsis && i + 1 < lines.size() && continues(line, lines.get(i + 1))) {
                String next = lines.get(i + 1).strip().split(" ")[0];
                assertThat(DisplayWidth.of(line) + 1 + DisplayWidth.of(next))
                        .as(line + " | " + lines.get(i + 1))
                        .isGreaterThan(width);
            }
        }
    }

    /**
     * Returns whether the next line continues the text, at the left margin or in the column of an
     * explanation.
     */
    private static boolean continues(String line, String next) {
        if (line.isBlank() || next.isBlank() || line.endsWith(":") || line.startsWith("Usage:")) {
            return false;
        }
        int indent = indent(next);
        if (indent == 0) {
            return indent(line) == 0 && Character.isLowerCase(next.charAt(0));
        }
        return indent > 6 && indent(line) <= indent && !line.stripLeading().startsWith("-")
                || indent > 6 && line.length() > indent && line.charAt(indent - 1) == ' ';
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }
}
