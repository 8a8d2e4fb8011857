package dev.gateway.core.message.handler;

import dev.gateway.core.message.MessageHandler;
import java.util.List;

/** Answers each message with its own text and its own attachments. */
public final class EchoHandler implements MessageHandler {

    /** An echo. */
    public EchoHandler() {}

    @Override
    public List<Answer> handle(Request request) {
        var message = request.message();
        return List.of(new Answer(message.text(), message.attachments()));
    }
}
