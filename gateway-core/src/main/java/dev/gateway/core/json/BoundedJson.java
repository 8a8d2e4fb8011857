package dev.gateway.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
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

    /** The most buffers that are kept for later readers and writers. */
    private static final int KEPT_BUFFERS = 32;

    private BoundedJson() {}

    /**
     * Returns a factory whose buffers, some 16 KB for each reader, are shared by all threads: by
     * default each thread keeps its own, and each account has a thread.
     */
    private static JsonFactory pooled() {
        return new JsonFactoryBuilder()
                .recyclerPool(JsonRecyclerPools.newBoundedPool(KEPT_BUFFERS))
                .build();
    }

    /**
     * Returns a new mapper. Input that is nested deeper or holds more is refused like broken JSON,
     * with a {@link com.fasterxml.jackson.core.JsonProcessingException}.
     */
    public static ObjectMapper mapper() {
        return new ObjectMapper(factory());
    }

    /** Returns a factory of parsers with these limits and with a limit for each text. */
    public static JsonFactory factory(int longestText) {
        JsonFactory factory = pooled();
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
        JsonFactory factory = pooled();
        factory.setStreamReadConstraints(
                StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxTokenCount(MAX_TOKENS)
                        .build());
        return factory;
    }
}
