package dev.gateway.core.yaml;

/**
 * The text of a value after the replacement of its {@code ${…}} references.
 *
 * @param text the text
 * @param literal whether the whole text is in the file; otherwise it may come from a secret and is
 *     never repeated in a message
 */
public record ResolvedValue(String text, boolean literal) {

    @Override
    public String toString() {
        return literal ? "literal text" : "expanded text";
    }
}
