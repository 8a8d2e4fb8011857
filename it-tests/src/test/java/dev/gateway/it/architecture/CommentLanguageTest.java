package dev.gateway.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Comments name their actors, and Javadoc begins with a verb or a noun phrase. */
class CommentLanguageTest {

    /** One of so many. */
    private static final int JAVADOCS_PER_RELATIVE_OPENING = 50;

    private static final int WORDS_PER_UNNAMED_ACTOR = 2_000;

    @Test
    void javadocBeginsWithAVerbOrANounPhrase() throws Exception {
        CommentLanguage main = CommentLanguage.ofMainSources();

        assertThat(main.javadocs()).isGreaterThan(1_000);
        assertThat(main.relativeOpenings())
                .hasSizeLessThanOrEqualTo(main.javadocs() / JAVADOCS_PER_RELATIVE_OPENING);
    }

    @Test
    void commentsNameTheirActors() throws Exception {
        CommentLanguage main = CommentLanguage.ofMainSources();

        assertThat(main.words()).isGreaterThan(10_000);
        assertThat(main.unnamedActors())
                .hasSizeLessThanOrEqualTo(main.words() / WORDS_PER_UNNAMED_ACTOR);
    }

    @Test
    void bothAreNoticed() {
        var planted = new CommentLanguage();
        planted.add(
                "Planted.java",
                """
                /**
                 * Whether anybody waits.
                 */
                boolean waits(); // http://example.org nobody asks
                /** Returns what is left. */
                String whoever = "somebody";
                """);

        assertThat(planted.relativeOpenings())
                .containsExactly("Planted.java:1: Whether anybody waits.");
        assertThat(planted.unnamedActors())
                .containsExactly("Planted.java:1: anybody", "Planted.java:4: nobody");
        assertThat(planted.javadocs()).isEqualTo(2);
    }
}
