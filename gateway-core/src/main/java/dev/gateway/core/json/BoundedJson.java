package dev.gateway.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Limits for JSON of foreign origin. A tree can need thirty times the memory of its text, so the
 * size of an input alone bounds nothing: {@code [[],[],…]} of 8 MiB would be 200 MB.
 */
public final class BoundedJson {

    /** The deepest nesting, many times that of any answer of a platform. */
    static final int MAX_DEPTH = 200;

    /**
     * The most values, names and brackets of one input. The longest answer of a platform holds a
     * tenth. At some 50 bytes each, the worst tree stays far below 64 MB.
     */
    static final long MAX_TOKENS = 400_000;

    private BoundedJson() {}

    /**
     * Returns a new mapper. Input that is nested deeper or holds more is refused like broken JSON,
     * with a {@link com.fasterxml.jackson.core.JsonProcessingException}.
     */
    public static ObjectMapper mapper() {
        return new ObjectMapper(factory());
    }

    /** Returns a factory of parsers with these limits and with a limit for each text. */
    public static JsonFactory factory(int longestText) {
        var factory = new JsonFactory();
        factory.setStreamReadConstraints(
                StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxTokenCount(MAX_TOKENS)
                        .maxStringLength(longestText)
                        .build());
        return factory;
    }

    /** Returns a factory of parsers with these limits. */
    static JsonFactory factory() {
        var factory = new JsonFactory();
        factory.setStreamReadConstraints(
                StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxTokenCount(MAX_TOKENS)
                        .build());
        return factory;
    }
}
