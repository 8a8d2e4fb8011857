package dev.gateway.sim.fleet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;

/**
 * What the load server reads of a request's JSON.
 *
 * @param offset of getUpdates; 0 if it is absent
 * @param timeout of getUpdates, in seconds
 * @param chat of sendMessage
 * @param text of sendMessage or of a handler's request, as it stands in JSON
 */
record RequestFields(long offset, long timeout, long chat, String text) {

    private static final JsonFactory JSON = new JsonFactory();

    /** Reads the body of a request. */
    static RequestFields of(byte[] data, HttpFrame frame) throws IOException {
        long offset = 0;
        long timeout = 0;
        long chat = 0;
        String text = "";
        int length = frame.bodyEnd() - frame.bodyStart();
        try (JsonParser json = JSON.createParser(data, frame.bodyStart(), length)) {
            if (length == 0 || json.nextToken() != JsonToken.START_OBJECT) {
                return new RequestFields(0, 0, 0, "");
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                switch (name) {
                    case "offset" -> offset = json.getValueAsLong();
                    case "timeout" -> timeout = json.getValueAsLong();
                    case "chat_id" -> chat = json.getValueAsLong();
                    case "text" -> text = value == JsonToken.VALUE_STRING ? json.getText() : "";
                    default -> json.skipChildren();
                }
            }
        }
        return new RequestFields(
                offset,
                timeout,
                chat,
                new String(JsonStringEncoder.getInstance().quoteAsString(text)));
    }
}
