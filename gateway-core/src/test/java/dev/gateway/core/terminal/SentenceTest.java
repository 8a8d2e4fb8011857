package dev.gateway.core.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentenceTest {

    @Test
    void oneSignIsEnough() {
        assertThat(Sentence.of("did you mean 'telegram'?")).isEqualTo("did you mean 'telegram'?");
        assertThat(Sentence.of("it is closed")).isEqualTo("it is closed.");
        assertThat(Sentence.of("Wrong. ")).isEqualTo("Wrong.");
        assertThat(Sentence.of("")).isEqualTo(".");
    }
}
