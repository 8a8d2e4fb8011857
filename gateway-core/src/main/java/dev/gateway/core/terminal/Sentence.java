package dev.gateway.core.terminal;

/** The end of sentences that other code words, so that another sentence can follow. */
public final class Sentence {

    private static final String ENDS = ".?!…。？！";

    private Sentence() {}

    /** Returns {@code text} with a full stop, unless it ends with a punctuation mark. */
    public static String of(String text) {
        String said = text.stripTrailing();
        boolean ended = !said.isEmpty() && ENDS.indexOf(said.charAt(said.length() - 1)) >= 0;
        return ended ? said : said + ".";
    }
}
