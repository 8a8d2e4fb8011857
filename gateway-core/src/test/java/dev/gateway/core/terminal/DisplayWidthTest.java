package dev.gateway.core.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayWidthTest {

    @ParameterizedTest
    @CsvSource({
        "mama, 4",
        "\u5988\u5988, 4",
        "\u30de\u30de, 4",
        "\uc5c4\ub9c8, 4",
        "\uff21, 2",
        "\u00e9, 1",
        "e\u0301, 1",
        "\ud83d\ude00, 2",
        "\u2705, 2",
        "\u2713, 1",
        "\u200d, 0",
        "\ud840\udc00, 2",
        "\u2026, 1"
    })
    void wideCharactersTakeTwoColumnsAndMarksNone(String text, int columns) {
        assertThat(DisplayWidth.of(text)).isEqualTo(columns);
    }

    @Test
    void paddingAndCuttingCountColumns() {
        assertThat(DisplayWidth.pad("\u5988\u5988", 6)).isEqualTo("\u5988\u5988  ");
        assertThat(DisplayWidth.cut("\u5988\u5988\u5988\u5988\u5988", 8))
                .isEqualTo("\u5988\u5988...");
        assertThat(DisplayWidth.cut("\u5988\u5988\u5988\u5988", 8))
                .isEqualTo("\u5988\u5988\u5988\u5988");
        assertThat(DisplayWidth.cut("abc", 2)).isEqualTo("...");
    }

    @Test
    void textIsWrappedByColumnsAndWordsThatAreTooLongAreBroken() {
        assertThat(DisplayWidth.wrap("ab cd ef", 5)).isEqualTo(List.of("ab cd", "ef"));
        assertThat(DisplayWidth.wrap("\u5988\u5988\u5988 x", 4))
                .isEqualTo(List.of("\u5988\u5988", "\u5988 x"));
        assertThat(DisplayWidth.wrap("", 5)).isEqualTo(List.of());
    }
}
