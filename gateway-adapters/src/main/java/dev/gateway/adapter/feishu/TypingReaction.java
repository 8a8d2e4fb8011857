package dev.gateway.adapter.feishu;

import dev.gateway.adapter.feishu.message.FeishuReplyContext;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpRequest;
import dev.gateway.core.platform.PlatformException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reaction on the message being answered, in place of "typing…", which the platform does not
 * have. Off unless configured, because a killed gateway leaves its reaction behind. Thread-safe.
 */
final class TypingReaction {

    private static final Logger LOG = LoggerFactory.getLogger(TypingReaction.class);

    private static final Duration WITHIN = Duration.ofSeconds(5);
    private static final int MOST = 1_000;
    private static final String WHAT = "reaction";

    private final OpenApi api;
    private final CancellationScope scope;
    private final Optional<String> emoji;
    private final Map<String, String> shown =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                    return size() > MOST;
                }
            };

    TypingReaction(OpenApi api, CancellationScope scope, Optional<String> emoji) {
        this.api = api;
        this.scope = scope;
        this.emoji = emoji;
    }

    void show(String replyContext, boolean on) throws InterruptedException {
        Optional<FeishuReplyContext> context = FeishuReplyContext.parse(replyContext);
        if (emoji.isEmpty() || context.isEmpty()) {
            return;
        }
        String message = context.get().messageId();
        String path = "/open-apis/im/v1/messages/" + HttpRequest.encode(message) + "/reactions";
        try {
            if (on) {
                add(message, path, emoji.get());
            } else {
                remove(message, path);
            }
        } catch (PlatformException | CallCancelledException e) {
            LOG.debug("No typing reaction: {}", e.getMessage());
        }
    }

    private void add(String message, String path, String kind)
            throws PlatformException, CallCancelledException, InterruptedException {
        synchronized (shown) {
            if (shown.putIfAbsent(message, "") != null) {
                return;
            }
        }
        var body = Map.of("reaction_type", Map.of("emoji_type", kind));
        ApiResponse response = api.post(path, body, WITHIN, scope, WHAT);
        String id = response.data().path("reaction_id").asText();
        boolean wanted;
        synchronized (shown) {
            wanted = shown.remove(message) != null;
            if (wanted && response.isOk()) {
                shown.put(message, id);
            }
        }
        if (!wanted && response.isOk()) {
            api.delete(path + "/" + HttpRequest.encode(id), WITHIN, scope, WHAT);
        }
    }

    private void remove(String message, String path)
            throws PlatformException, CallCancelledException, InterruptedException {
        String id;
        synchronized (shown) {
            id = shown.remove(message);
        }
        if (id != null && !id.isEmpty()) {
            api.delete(path + "/" + HttpRequest.encode(id), WITHIN, scope, WHAT);
        }
    }
}
