package dev.gateway.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {

    private static final ProcessIdentity KNOWN =
            new ProcessIdentity(
                    7, OptionalLong.of(100), Optional.of("boot"), Optional.of("pid:[1]"));

    @Test
    void anyDifferenceThatIsKnownTellsTwoProcessesApart() {
        assertThat(KNOWN.matches(KNOWN)).isTrue();
        assertThat(KNOWN.matches(with(8, 100, "boot", "pid:[1]"))).isFalse();
        assertThat(KNOWN.matches(with(7, 101, "boot", "pid:[1]"))).isFalse();
        assertThat(KNOWN.matches(with(7, 100, "later", "pid:[1]"))).isFalse();
        assertThat(KNOWN.matches(with(7, 100, "boot", "pid:[2]"))).isFalse();
    }

    @Test
    void whatIsUnknownIsNotHeldAgainstIt() {
        var number =
                new ProcessIdentity(7, OptionalLong.empty(), Optional.empty(), Optional.empty());
        assertThat(KNOWN.matches(number)).isTrue();
        assertThat(number.matches(KNOWN)).isTrue();
    }

    private static ProcessIdentity with(long pid, long ticks, String boot, String namespace) {
        return new ProcessIdentity(
                pid, OptionalLong.of(ticks), Optional.of(boot), Optional.of(namespace));
    }
}
