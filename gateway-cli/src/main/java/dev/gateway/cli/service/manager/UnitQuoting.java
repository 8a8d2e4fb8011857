package dev.gateway.cli.service.manager;

/** The quoting of text in systemd unit files (systemd.syntax(7), systemd.unit(5)). */
final class UnitQuoting {

    private UnitQuoting() {}

    /** Quotes a value in which systemd expands specifiers only: a path, a description. */
    static String plain(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a path with a control character cannot be written into a unit");
        }
        return text.replace("%", "%%");
    }

    /** Quotes one word of a list. */
    static String word(String text) {
        String value = plain(text);
        return value.matches("[A-Za-z0-9_./:@=+,%~-]+")
                ? value
                : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Quotes an argument of a command line, where a dollar begins a variable. */
    static String argument(String text) {
        return word(text).replace("$", "$$");
    }
}
