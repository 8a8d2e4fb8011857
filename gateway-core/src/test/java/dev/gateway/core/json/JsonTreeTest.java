package dev.gateway.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {

    private final ObjectMapper mapper = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "-1",
                "4711",
                "9223372036854775807",
                "-92233720368547758080",
                "1.5",
                "1e300",
                "\"\"",
                "\"a \\\"quoted\\\" \\u00e4 \\ud83d\\ude00 \\n line\"",
                "  {\"b\" : [1, 2.5, [], {}, null], \"a\" : {\"c\" : false}, \"\" : \"x\"}  ",
                "{\"twice\":1,\"twice\":2}"
            })
    void whatIsReadAndWrittenIsWhatAMapperReadsAndWrites(String json) throws Exception {
        JsonNode expected = mapper.readTree(json);

        JsonNode tree = JsonTree.read(json);

        assertThat(tree).isEqualTo(expected);
        assertThat(JsonTree.text(tree)).isEqualTo(mapper.writeValueAsString(expected));
        assertThat(mapper.readTree(JsonTree.bytes(tree))).isEqualTo(expected);
        assertThat(JsonTree.pretty(tree)).isEqualTo(expected.toPrettyString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "[1,", "{\"a\":}", "]", "nul", "\"open", "{} {}", "1 2", "{\"a\":1}}"})
    void whatIsBrokenIsRefused(String json) {
        assertThatThrownBy(() -> JsonTree.read(json)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void nothingIsAMissingValue() throws Exception {
        assertThat(JsonTree.read("").isMissingNode()).isTrue();
        assertThat(JsonTree.read(" \n").isMissingNode()).isTrue();
    }

    @Test
    void whatIsBeyondTheBoundsIsRefused() {
        assertThatThrownBy(() -> JsonTree.read("[".repeat(100_000)))
                .isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> JsonTree.read("[" + "0,".repeat(500_000) + "0]"))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        byte[] broken = {'"', (byte) 0xff, (byte) 0xfe, '"'};
        assertThatThrownBy(() -> JsonTree.read(broken)).isInstanceOf(JsonProcessingException.class);
    }
}
