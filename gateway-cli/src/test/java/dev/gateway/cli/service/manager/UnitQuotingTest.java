package dev.gateway.cli.service.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitQuotingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "/srv/bot | /srv/bot",
                "/srv/my bot | \"/srv/my bot\"",
                "/srv/100% | /srv/100%%",
                "/srv/a\"b | \"/srv/a\\\"b\"",
                "/srv/a\\b | \"/srv/a\\\\b\"",
                "/srv/$HOME | \"/srv/$$HOME\"",
            })
    void anArgumentIsOneWordAndNothingInItIsExpanded(String path, String written) {
        assertThat(UnitQuoting.argument(path)).isEqualTo(written);
    }

    @Test
    void aLineBreakCannotBeWritten() {
        assertThatThrownBy(() -> UnitQuoting.word("/srv/a\nExecStart=/bin/evil"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
