package dev.gateway.sim.telegram.protocol;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A character reference in HTML. The platform knows four names and numbers; anything else is an
 * ampersand.
 *
 * @param value the text it stands for
 * @param end index behind it
 */
record HtmlCharacter(String value, int end) {

    private static final Map<String, String> NAMES =
            Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"");

    private static final Pattern REFERENCE =
            Pattern.compile("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?");

    static HtmlCharacter at(String text, int start) {
        Matcher found = REFERENCE.matcher(text).region(start, text.length());
        if (!found.lookingAt()) {
            return new HtmlCharacter("&", start + 1);
        }
        if (found.group(3) != null) {
            return new HtmlCharacter(NAMES.get(found.group(3)), found.end());
        }
        int code =
                found.group(1) != null
                        ? Integer.parseInt(found.group(1))
                        : Integer.parseInt(found.group(2), 16);
        return code > 0 && Character.isValidCodePoint(code)
                ? new HtmlCharacter(Character.toString(code), found.end())
                : new HtmlCharacter("&", start + 1);
    }

    /** Returns a text without its references. */
    static String decode(String text) {
        StringBuilder decoded = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            if (text.charAt(i) == '&') {
                HtmlCharacter character = at(text, i);
                decoded.append(character.value());
                i = character.end();
            } else {
                decoded.append(text.charAt(i));
                i++;
            }
        }
        return decoded.toString();
    }
}
