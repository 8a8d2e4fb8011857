package dev.gateway.adapter.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rare texts that mean something else in the dialect if they are written as they are. */
class FeishuMarkdownTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-    - <br>a",
                "- <br><br>**<br>a**",
                "- a\n  - #",
                "a[\n<br>](http://x.y/z)",
                "[a<br><br>b](http://x.y/z)",
                "\\![a](http://x.y/z)",
                "- [ ] <br>a",
            })
    void eachIsShownAsItWasMeant(String markdown) {
        String shown = FeishuDialectReader.read(FeishuPost.dialect(markdown)).text();

        assertThat(ShownText.difference(markdown, List.of(shown))).isEmpty();
    }
}
