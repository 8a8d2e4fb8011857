package dev.gateway.cli.terminal;

/** How a piece of text is shown on a terminal with colours. Never the only bearer of a meaning. */
public enum TextStyle {
    /** What the eye should find first. */
    STRONG("1"),
    /** What may be skipped. */
    FAINT("2"),
    /** All is well. */
    GOOD("32"),
    /** Works, but wants attention. */
    WARNING("33"),
    /** Does not work. */
    BAD("31"),
    /** What to type or look up next. */
    HINT("36");

    private final String code;

    TextStyle(String code) {
        this.code = code;
    }

    String paint(String text) {
        return "\u001B[" + code + "m" + text + "\u001B[0m";
    }
}
