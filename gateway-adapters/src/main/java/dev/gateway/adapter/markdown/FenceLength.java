package dev.gateway.adapter.markdown;

/** The lengths of fences around code. */
final class FenceLength {

    private FenceLength() {}

    /** Returns the length of the longest run of a character. */
    static int longestRun(String text, char character) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == character ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
