package dev.gateway.adapter.telegram;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.core.json.BoundedJson;

/**
 * The JSON mapper for responses. Its class is not loaded before the first response, which makes the
 * first poll earlier.
 */
final class TelegramJson {

    static final ObjectMapper MAPPER =
            BoundedJson.mapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private TelegramJson() {}
}
