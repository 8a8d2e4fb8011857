package dev.gateway.core.message.handler;

import dev.gateway.core.config.TextFormat;
import dev.gateway.core.message.MessageHandler;
import java.util.List;
import java.util.Optional;

/** Handler that answers each message with its own text and attachments, exactly as they were. */
public final class EchoHandler implements MessageHandler {

    /** Creates an echo. */
    public EchoHandler() {}

    @Override
    public List<Answer> handle(Request request) {
        var message = request.message();
        return List.of(
                new Answer(message.text(), message.attachments(), Optional.of(TextFormat.PLAIN)));
    }
}
