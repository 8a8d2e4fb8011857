package dev.gateway.core.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.json.PartialJson.Part;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartialJsonTest {

    @Test
    void aValueThatIsNestedTooDeepIsLeftOutAlone() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        Part part =
                read("""
                                {"ok":true,"result":[{"update_id":1,"message":{"a":"x"}},
                                 {"update_id":2,"message":{"b":%s,"chat":{"id":5},"text":"hi"}},
                                 {"update_id":3}]}"""
                                .formatted(deep))
                        .orElseThrow();

        assertThat(part.tree())
                .hasToString(
                        "{\"ok\":true,\"result\":[{\"update_id\":1,\"message\":{\"a\":\"x\"}},"
                                + "{\"update_id\":2,\"message\":{\"b\":[[[[]]]],\"chat\":{\"id\":5},"
                                + "\"text\":\"hi\"}},{\"update_id\":3}]}");
        assertThat(part.leftOut()).isPositive();
    }

    @Test
    void aBrokenValueIsLeftOutAlone() {
        Part part =
                read("{\"a\" : 1, \"b\":[2, tru, \"x\\q\", 3] , \"c\":{\"d\":01}}").orElseThrow();

        assertThat(part.tree()).hasToString("{\"a\":1,\"b\":[2,3],\"c\":{}}");
        assertThat(part.leftOut()).isEqualTo(3);
    }

    @Test
    void ofAListWithTooManyValuesTheBeginningIsRead() {
        String many = "[" + "1,".repeat(150_000) + "1]";
        Part part = read("{\"result\":[%s,%s,%s]}".formatted(many, many, many)).orElseThrow();

        assertThat(part.tree().path("result").size()).isEqualTo(2);
    }

    @Test
    void oneValueWithTooManyPartsKeepsItsBeginning() {
        String many = "[" + "1,".repeat(500_000) + "1]";
        Part part = read("{\"result\":[{\"update_id\":7,\"x\":%s}]}".formatted(many)).orElseThrow();

        assertThat(part.tree().path("result").path(0).path("update_id").asLong()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[1]",
                "1",
                "{",
                "{\"a\":[}",
                "{\"a\":\"}",
                "{\"ok\":true}{\"ok\":true}",
                "{\"ok\":true,\"result\":[{\"update_id\":1,\"mess",
                "<html>{}</html>"
            })
    void whatWasCutOrIsSomethingElseIsNotRead(String text) {
        assertThat(read(text)).isEmpty();
    }

    private static Optional<Part> read(String text) {
        return PartialJson.of(text.getBytes(UTF_8));
    }
}
