package dev.gateway.cli.terminal;

/** The style of a text on a terminal with colours. It never carries a meaning alone. */
public enum TextStyle {
    /** Important text. */
    STRONG("1"),
    /** Secondary text. */
    FAINT("2"),
    /** A good state. */
    GOOD("32"),
    /** A state that works but needs attention. */
    WARNING("33"),
    /** A bad state. */
    BAD("31"),
    /** The next step: a command to type or a page to read. */
    HINT("36");

    private final String code;

    TextStyle(String code) {
        this.code = code;
    }

    String paint(String text) {
        return "\u001B[" + code + "m" + text + "\u001B[0m";
    }
}
