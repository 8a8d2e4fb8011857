package dev.gateway.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EchoProcessTest {

    @Test
    void theAnswerHasTheIdAndTheTextOfTheMessage() {
        assertThat(
                        EchoProcess.answer(
                                "{\"id\":\"a1\",\"sender\":\"7\",\"text\":\"hello\",\"attempt\":1}"))
                .isEqualTo("{\"id\":\"a1\",\"text\":\"hello\",\"done\":true}\n");
    }
}
