package dev.gateway.cli.service.manager;

/** Makes text safe in systemd unit files (systemd.syntax(7), systemd.unit(5)). */
final class UnitQuoting {

    private UnitQuoting() {}

    /** A value that systemd takes as it is but for specifiers: a path, a description. */
    static String plain(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a path with a control character cannot be written into a unit");
        }
        return text.replace("%", "%%");
    }

    /** One word of a list of words. */
    static String word(String text) {
        String value = plain(text);
        return value.matches("[A-Za-z0-9_./:@=+,%~-]+")
                ? value
                : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** An argument of a command line, where a dollar stands for a variable. */
    static String argument(String text) {
        return word(text).replace("$", "$$");
    }
}
