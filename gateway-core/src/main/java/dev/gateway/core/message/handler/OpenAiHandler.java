package dev.gateway.core.message.handler;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.config.Options;
import dev.gateway.core.http.HttpRequest;
import dev.gateway.core.http.RequestBody;
import dev.gateway.core.http.service.HttpCalls;
import dev.gateway.core.journal.History;
import dev.gateway.core.message.MessageHandler;
import dev.gateway.core.message.MessageMemoryShare;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.yaml.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Handler that calls a chat completions endpoint of the OpenAI kind, hosted or local. The last
 * turns of each conversation are kept in the journal and sent along; {@code /new} deletes them. The
 * answer is streamed, so that proxies in between do not take a slow model for a dead one.
 */
final class OpenAiHandler implements MessageHandler {

    static final Duration TIMEOUT = Duration.ofMinutes(5);
    static final int TURNS = 20;
    private static final int MAX_BYTES = 8 << 20;
    private static final int MAX_CHARACTERS = 60_000;
    private static final String FORGET = "/new";

    private final URI endpoint;
    private final String model;
    private final Optional<Secret> apiKey;
    private final Optional<String> system;
    private final Optional<Long> maxTokens;
    private final int turns;
    private final boolean vision;
    private final Duration timeout;
    private final History history;
    private final HttpCalls calls;

    private OpenAiHandler(Options options, ProxyPolicy proxy, History history) {
        this.calls = new HttpCalls("handler-openai", proxy);
        String base = options.uri("base_url").orElseThrow().toString();
        this.endpoint = URI.create(base.replaceAll("/+$", "") + "/chat/completions");
        this.model = options.text("model").orElseThrow();
        this.apiKey = options.secret("api_key");
        this.system = options.text("system");
        this.maxTokens = options.integer("max_tokens");
        this.turns = (int) Math.min(options.integer("history").orElse((long) TURNS), 1000);
        this.vision = options.flag("vision").orElse(false);
        this.timeout = options.duration("timeout").orElse(TIMEOUT);
        this.history = history;
    }

    static OpenAiHandler of(Options options, ProxyPolicy proxy, HandlerContext context) {
        return new OpenAiHandler(options, proxy, context.history());
    }

    @Override
    public List<Answer> handle(Request request) throws HandlerException, InterruptedException {
        InboundMessage message = request.message();
        String said = prompt(message);
        if (said.isBlank()) {
            return List.of();
        }
        try {
            if (message.text().strip().equals(FORGET)) {
                history.clear(request.platform(), message.conversation());
                return List.of(Answer.of("Forgotten. What is next?"));
            }
            List<History.Turn> before =
                    history.recent(request.platform(), message.conversation(), turns);
            ObjectNode body = body(request.id(), before, said);
            if (vision) {
                show(body, message, request.memory());
            }
            String answer = complete(body, request.memory());
            history.store(
                    request.platform(),
                    message.conversation(),
                    new History.Turn(request.id(), said, answer),
                    turns);
            return answer.isBlank() ? List.of() : List.of(Answer.of(answer));
        } catch (IOException e) {
            throw new HandlerException("the history cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        calls.close();
    }

    private String complete(ObjectNode body, MessageMemoryShare memory)
            throws HandlerException, InterruptedException {
        HttpRequest.Builder post =
                HttpRequest.newBuilder(endpoint)
                        .header("Content-Type", "application/json")
                        .header("Accept", "text/event-stream, application/json")
                        .post(RequestBody.bytes(bytes(body)))
                        .repeatable();
        apiKey.ifPresent(key -> post.header("Authorization", "Bearer " + key.reveal()));
        var stream = new ChatCompletionReader(memory);
        int status = call(post.build(), stream);
        Optional<String> text = stream.text();
        String host = HttpCalls.host(endpoint);
        if (status != 200 || stream.error().isPresent()) {
            throw new HandlerException(
                    host
                            + " answered "
                            + status
                            + stream.error().map(words -> ": " + masked(words)).orElse(""),
                    null);
        }
        return text.orElseThrow(
                () -> new HandlerException(host + " broke off in the middle of its answer", null));
    }

    private int call(HttpRequest post, ChatCompletionReader stream)
            throws HandlerException, InterruptedException {
        try {
            return calls.call(
                    post,
                    timeout,
                    (head, answer) -> {
                        stream.read(new BoundedInputStream(answer, MAX_BYTES));
                        return head.statusCode();
                    });
        } catch (IOException e) {
            throw new HandlerException(e.getMessage(), e);
        }
    }

    private ObjectNode body(String id, List<History.Turn> before, String said) {
        ObjectNode body = MessageJson.MAPPER.createObjectNode();
        body.put("model", model);
        body.put("stream", true);
        maxTokens.ifPresent(most -> body.put("max_tokens", most));
        ArrayNode messages = body.putArray("messages");
        system.ifPresent(text -> add(messages, "system", text));
        for (History.Turn turn : affordable(id, before, said.length())) {
            add(messages, "user", turn.message());
            add(messages, "assistant", turn.answer());
        }
        add(messages, "user", said);
        return body;
    }

    /**
     * Returns the latest turns that fit, without the turn of an earlier attempt at this message.
     */
    private static List<History.Turn> affordable(
            String id, List<History.Turn> before, int characters) {
        List<History.Turn> others =
                before.stream().filter(turn -> !turn.messageId().equals(id)).toList();
        int used = characters;
        int first = others.size();
        while (first > 0) {
            History.Turn turn = others.get(first - 1);
            used += turn.message().length() + turn.answer().length();
            if (used > MAX_CHARACTERS) {
                break;
            }
            first--;
        }
        return others.subList(first, others.size());
    }

    /** Adds the pictures of a message to its text, the last of the body. */
    private static void show(ObjectNode body, InboundMessage message, MessageMemoryShare memory)
            throws InterruptedException {
        boolean shows =
                message.attachments().stream().anyMatch(one -> one.kind() == Attachment.Kind.IMAGE);
        if (!shows) {
            return;
        }
        memory.grow();
        List<String> images = VisibleImages.dataUrls(message.attachments());
        if (images.isEmpty()) {
            return;
        }
        JsonNode messages = body.path("messages");
        ObjectNode last = (ObjectNode) messages.get(messages.size() - 1);
        String said = last.path("content").textValue();
        ArrayNode parts = last.putArray("content");
        parts.addObject().put("type", "text").put("text", said);
        for (String image : images) {
            parts.addObject().put("type", "image_url").putObject("image_url").put("url", image);
        }
    }

    private static byte[] bytes(ObjectNode body) throws HandlerException {
        try {
            return MessageJson.MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new HandlerException("the request cannot be written", e);
        }
    }

    private String masked(String words) {
        return apiKey.map(key -> words.replace(key.reveal(), "********")).orElse(words);
    }

    private static String prompt(InboundMessage message) {
        var said = new StringBuilder(message.text());
        String quoted = message.context().replyTo().map(Quote::text).orElse("");
        if (!quoted.isEmpty() && !message.text().startsWith("> ")) {
            said.insert(0, quoted.lines().map(line -> "> " + line + "\n").collect(joining()));
        }
        for (Attachment attachment : message.attachments()) {
            String kind = attachment.kind().name().toLowerCase(Locale.ROOT);
            said.append(said.length() == 0 ? "" : "\n");
            said.append("[").append(kind).append(": ").append(attachment.name()).append("]");
        }
        return message.direct() || said.length() == 0
                ? said.toString()
                : speaker(message) + ": " + said;
    }

    /** Returns the name of who speaks in a group, on one line; the id if the name is unknown. */
    private static String speaker(InboundMessage message) {
        String name =
                message.context().senderName().replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
        return name.isEmpty() ? message.sender() : name;
    }

    private static void add(ArrayNode messages, String role, String content) {
        messages.addObject().put("role", role).put("content", content);
    }
}
