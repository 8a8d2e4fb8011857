package dev.gateway.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.PlatformState;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformCheckTest {

    private static final DiagnosisContext CONTEXT =
            new DiagnosisContext(
                    null,
                    null,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    null,
                    null,
                    null,
                    null,
                    true,
                    " --home /h");

    private static final PlatformConfig ACCOUNT =
            new PlatformConfig(
                    "mama",
                    "weixin",
                    true,
                    Optional.empty(),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Options.of(Map.of()));

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            textBlock =
                    """
                    expired | log in again with 'gateway login weixin --name mama --home /h', then 'gateway reload --home /h'
                    rejected | correct its credentials in the config, then 'gateway reload --home /h'
                    waiting_for_token | see who has its token with 'gateway tokens --home /h'
                    retrying | see 'gateway logs --platform mama --home /h'
                    """)
    void theAdviceFitsTheState(String state, String advice) {
        var known = Optional.of(PlatformState.valueOf(state.toUpperCase(Locale.ROOT)));
        assertThat(PlatformCheck.next(CONTEXT, ACCOUNT, known)).isEqualTo(advice);
    }
}
