package dev.gateway.adapter.telegram;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.core.json.BoundedJson;

/**
 * Reads what the server says. Not loaded before it has said something: the first poll is sooner.
 */
final class TelegramJson {

    static final ObjectMapper MAPPER =
            BoundedJson.mapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private TelegramJson() {}
}
