package dev.gateway.sim.telegram.protocol;

import java.util.Map;

/**
 * The language behind the opening fence of a code block.
 *
 * @param name empty for none
 * @param end index of the block's first character
 */
record CodeLanguage(String name, int end) {

    /** Returns the language at an index; a line break behind it belongs to the fence. */
    static CodeLanguage at(String text, int start) {
        int end = start;
        while (end < text.length()
                && !Character.isWhitespace(text.charAt(end))
                && text.charAt(end) != '`') {
            end++;
        }
        boolean named = end > start && end < text.length() && text.charAt(end) != '`';
        int content = named ? end : start;
        if (text.startsWith("\r\n", content)) {
            content += 2;
        } else if (text.startsWith("\n", content) || text.startsWith("\r", content)) {
            content++;
        }
        return new CodeLanguage(named ? text.substring(start, end) : "", content);
    }

    /** Returns the fields of the entity. */
    Map<String, String> extra() {
        return name.isEmpty() ? Map.of() : Map.of("language", name);
    }
}
