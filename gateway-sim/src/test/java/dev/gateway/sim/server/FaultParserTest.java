package dev.gateway.sim.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultParserTest {

    @Test
    void aRuleMayBeAboutTheRequestsOfOneChatOnly() {
        assertThat(FaultParser.rule("hold@/bot*/sendMessage~-1001#2"))
                .isEqualTo(
                        FaultRule.on("/bot*/sendMessage", Fault.Hold.untilRemoved())
                                .containing("-1001")
                                .times(2));
    }

    @Test
    void readsARuleWithPathAndCount() {
        assertThat(FaultParser.rule("latency=2s@/bot*/getUpdates#3"))
                .isEqualTo(
                        FaultRule.on("/bot*/getUpdates", new Fault.Latency(Duration.ofSeconds(2)))
                                .times(3));
        assertThat(FaultParser.rule("hold"))
                .isEqualTo(FaultRule.on("*", Fault.Hold.untilRemoved()));
    }

    @Test
    void readsEachFault() {
        assertThat(FaultParser.fault("hold=18s"))
                .isEqualTo(Fault.Hold.during(Duration.ofSeconds(18)));
        assertThat(FaultParser.fault("stall")).isEqualTo(new Fault.Stall(Optional.empty()));
        assertThat(FaultParser.fault("reset")).isEqualTo(new Fault.Reset(false));
        assertThat(FaultParser.fault("reset=after")).isEqualTo(new Fault.Reset(true));
        assertThat(FaultParser.fault("half-open")).isEqualTo(new Fault.HalfOpen());
        assertThat(FaultParser.fault("malformed-json")).isEqualTo(new Fault.MalformedJson());
        assertThat(FaultParser.fault("oversized-json=1000"))
                .isEqualTo(new Fault.OversizedJson(1000));
        assertThat(FaultParser.fault("content-type=text/html"))
                .isEqualTo(new Fault.ContentType("text/html"));
        assertThat(FaultParser.fault("refuse")).isEqualTo(new Fault.Refuse());
        assertThat(FaultParser.fault("status=502:bad gateway"))
                .isInstanceOfSatisfying(
                        Fault.Answer.class,
                        answer -> {
                            assertThat(answer.response().status()).isEqualTo(502);
                            assertThat(new String(answer.response().body()))
                                    .isEqualTo("bad gateway");
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "gremlins", "latency", "latency=fast", "status=99", "hold=1s#0", "#3"})
    void reportsWhatItCannotParse(String text) {
        assertThatThrownBy(() -> FaultParser.rule(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a fault")
                .hasMessageContaining("half-open");
    }
}
