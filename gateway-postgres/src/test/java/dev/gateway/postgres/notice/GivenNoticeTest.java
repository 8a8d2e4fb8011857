package dev.gateway.postgres.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GivenNoticeTest {

    @Test
    void aNoticeSaysWhatTheNextHolderNeeds() {
        Notice notice = given("0123456789abcdef\n7\ntelegram:4711\n12\n34");

        assertThat(GivenNotice.of(List.of(notice), "0123456789abcdef"))
                .containsExactly(
                        new GivenNotice(
                                new SessionId("0123456789abcdef"),
                                new AccountId("telegram:4711"),
                                7,
                                Optional.of("12\n34")));
        assertThat(GivenNotice.of(List.of(notice), "0123456789abcdee")).isEmpty();
    }

    @Test
    void anAccountMayComeWithoutACursor() {
        assertThat(GivenNotice.of(given("0123456789abcdef\n7\ntelegram:4711")))
                .hasValueSatisfying(each -> assertThat(each.cursor()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123456789abcdef",
                "0123456789abcdef\n7",
                "0123456789abcdef\nseven\ntelegram:4711",
                "0123456789abcdef\n7\n "
            })
    void aNoticeThatSaysLessTellsWhoHasToAsk(String detail) {
        assertThat(GivenNotice.of(given(detail))).isEmpty();
        assertThat(GivenNotice.holder(given(detail))).isEqualTo("0123456789abcdef");
    }

    private static Notice given(String detail) {
        return Notice.of(Notice.payload(Notice.Kind.GIVEN, detail));
    }
}
