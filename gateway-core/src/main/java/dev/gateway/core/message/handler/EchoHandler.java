package dev.gateway.core.message.handler;

import dev.gateway.core.message.MessageHandler;
import java.util.List;

/** Handler that answers each message with its own text and attachments. */
public final class EchoHandler implements MessageHandler {

    /** Creates an echo. */
    public EchoHandler() {}

    @Override
    public List<Answer> handle(Request request) {
        var message = request.message();
        return List.of(new Answer(message.text(), message.attachments()));
    }
}
