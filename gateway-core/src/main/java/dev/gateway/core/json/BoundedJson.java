package dev.gateway.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Reads JSON that somebody else wrote. A tree can need thirty times the memory of its text, so the
 * size of an input alone bounds nothing: {@code [[],[],…]} of 8 MiB would be 200 MB.
 */
public final class BoundedJson {

    /** As deep as any answer of a platform, and many times over. */
    static final int DEEPEST = 200;

    /**
     * Values, names and brackets of one input. The longest answer of a platform holds a tenth; at
     * some 50 bytes each, the worst tree stays far below 64 MB.
     */
    static final long MOST_TOKENS = 400_000;

    private BoundedJson() {}

    /**
     * A mapper of the caller's own. What is nested deeper or holds more is refused as broken JSON
     * is, with a {@link com.fasterxml.jackson.core.JsonProcessingException}.
     */
    public static ObjectMapper mapper() {
        return new ObjectMapper(factory());
    }

    /** Returns what makes parsers with these limits, and with one for each text that is kept. */
    public static JsonFactory factory(int longestText) {
        var factory = new JsonFactory();
        factory.setStreamReadConstraints(
                StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxTokenCount(MOST_TOKENS)
                        .maxStringLength(longestText)
                        .build());
        return factory;
    }

    /** What makes parsers with these limits. */
    static JsonFactory factory() {
        var factory = new JsonFactory();
        factory.setStreamReadConstraints(
                StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxTokenCount(MOST_TOKENS)
                        .build());
        return factory;
    }
}
