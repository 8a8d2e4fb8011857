package dev.gateway.adapter.markdown;

/** The characters of a text that Feishu would take for markers, as entities. */
final class FeishuEscapes {

    private final StringBuilder out;
    private final boolean all;

    /**
     * Creates escapes for a text.
     *
     * @param out the text so far
     * @param all whether each character that may be a marker is escaped; otherwise only those that
     *     begin a tag, because a text must never mention people
     */
    FeishuEscapes(StringBuilder out, boolean all) {
        this.out = out;
        this.all = all;
    }

    /** Adds a text. */
    void append(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char next = i + 1 < text.length() ? text.charAt(i + 1) : 'x';
            if (c == '<' ? isTag(next) : all && isMarker(c)) {
                out.append("&#").append((int) c).append(';');
            } else {
                out.append(c);
            }
        }
    }

    /** Returns an address that ends where it ends. */
    static String address(String destination) {
        var address = new StringBuilder();
        for (int i = 0; i < destination.length(); i++) {
            char c = destination.charAt(i);
            switch (c) {
                case '(', ')', '<', '>', '\\', '"', ' ', '*', '`' ->
                        address.append('%').append(Integer.toHexString(c).toUpperCase());
                default -> {
                    if (c > ' ') {
                        address.append(c);
                    }
                }
            }
        }
        return address.toString();
    }

    private static boolean isTag(char next) {
        return Character.isLetter(next) || "/!?".indexOf(next) >= 0;
    }

    private boolean isMarker(char c) {
        return switch (c) {
            case '*', '_', '`', '~', '[', ']', '\\', '&', '|' -> true;
            case '#', '>', '-', '+', '=', ':' -> isAtLineBegin();
            case '.', ')' -> isAfterNumber();
            default -> false;
        };
    }

    private boolean isAtLineBegin() {
        int end = beforeBlanks();
        return end == 0 || "\n>-.)☐☑".indexOf(out.charAt(end - 1)) >= 0;
    }

    private boolean isAfterNumber() {
        int end = out.length();
        int at = end;
        while (at > 0 && Character.isDigit(out.charAt(at - 1))) {
            at--;
        }
        return at < end;
    }

    private int beforeBlanks() {
        int end = out.length();
        while (end > 0 && out.charAt(end - 1) == ' ') {
            end--;
        }
        return end;
    }
}
