package com.example.ntfy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.http.HttpClient;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformException.Unreachable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One topic. Who writes to it says in the title who he is; the answer goes to the topic {@code
 * TOPIC-NAME}, to which he subscribes.
 *
 * <p>Only text is carried. A file that comes with a message is named in its text, and one that an
 * answer should have is named in the answer: nothing is dropped without a word.
 */
final class NtfyAdapter implements PlatformAdapter {

    /** What the server takes as one message, in bytes. */
    private static final int LARGEST_MESSAGE = 4096;

    private static final String FROM_THE_BEGINNING = "all";

    /** Polls end at once; answers that are being sent may finish. */
    private final CancellationScope polls = new CancellationScope();

    private final CancellationScope sends = new CancellationScope();
    private final Pieces pieces = new Pieces(LARGEST_MESSAGE);
    private final NtfySettings settings;
    private final PlatformContext context;
    private final HttpClient http;
    private final NtfyApi api;

    NtfyAdapter(NtfySettings settings, PlatformContext context) {
        this.settings = settings;
        this.context = context;
        this.http = settings.http();
        this.api = new NtfyApi(settings, http);
    }

    @Override
    public void serve() throws PlatformException, InterruptedException {
        context.polling();
        try {
            // The first poll does not wait: it tells at once whether there is contact.
            for (boolean wait = false; !polls.cancelled() && context.mayPoll(); wait = true) {
                // As it is stored: what was not accepted comes again.
                String since = context.cursor().orElse(FROM_THE_BEGINNING);
                List<JsonNode> found = api.poll(since, wait, polls);
                context.contact();
                if (!found.isEmpty()) {
                    accept(found);
                }
            }
        } catch (CallCancelledException e) {
            // Asked to stop: the one way in which serving ends well.
        }
    }

    private void accept(List<JsonNode> found) throws PlatformException, InterruptedException {
        List<InboundMessage> messages = new ArrayList<>();
        for (JsonNode message : found) {
            if (message.path("title").asText("").isBlank()) {
                context.unreadable("message " + message.path("id").asText() + " without a sender");
            } else {
                messages.add(read(message));
            }
        }
        String last = found.get(found.size() - 1).path("id").asText();
        context.accept(InboundBatch.of(messages, last));
    }

    private static InboundMessage read(JsonNode message) {
        String sender = message.path("title").asText();
        String text = message.path("message").asText();
        JsonNode file = message.path("attachment");
        if (file.isObject()) {
            text = (text + "\n[file " + file.path("name").asText("?") + ", not loaded]").strip();
        }
        return new InboundMessage(
                message.path("id").asText(),
                sender,
                sender,
                true,
                text,
                List.of(),
                "",
                Instant.ofEpochSecond(message.path("time").asLong()));
    }

    @Override
    public void stopIntake() {
        polls.cancel();
    }

    @Override
    public List<String> split(String text) {
        return pieces.of(text);
    }

    @Override
    public Optional<String> send(OutboundMessage message)
            throws PlatformException, InterruptedException {
        try {
            return api.publish(
                    settings.topic() + "-" + message.conversation(),
                    message.id(),
                    withNamesOfFiles(message),
                    sends);
        } catch (CallCancelledException e) {
            // It may have arrived: the next try has the same id.
            throw new Unreachable("ntfy was disconnected before it answered");
        }
    }

    private static String withNamesOfFiles(OutboundMessage message) {
        StringBuilder text = new StringBuilder(message.text());
        for (Attachment file : message.attachments()) {
            text.append("\n[file ").append(file.name()).append(", cannot be sent here]");
        }
        return text.toString().strip();
    }

    /** The server keeps nothing of a poll that has ended. */
    @Override
    public void endSession(Duration within) {
        polls.cancel();
    }

    @Override
    public boolean sendsAfterSession() {
        return true;
    }

    /** Half of the time is for answers on their way: one that is cut off is sent again. */
    @Override
    public void disconnect(Duration within) throws PlatformException, InterruptedException {
        polls.cancel();
        try {
            sends.awaitNone(within.dividedBy(2));
        } finally {
            sends.cancel();
        }
        if (!http.close(within.dividedBy(4))) {
            throw new Unreachable("ntfy disconnect left a call behind");
        }
    }
}
