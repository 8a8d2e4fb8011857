package dev.gateway.adapter.telegram.message;

/** The form of a link in plain text. */
final class LinkText {

    private LinkText() {}

    /** Returns the address in parentheses; nothing if the label shows it already. */
    static String behind(String label, String url) {
        String shown = label.strip();
        boolean same = shown.equals(url) || url.equals("http://" + shown + "/");
        return same || url.isBlank() ? "" : " (" + url + ")";
    }
}
