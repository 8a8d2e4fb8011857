package dev.gateway.adapter.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gateway.adapter.feishu.message.FeishuReplyContext;
import dev.gateway.adapter.feishu.message.ForwardedMessages;
import dev.gateway.adapter.feishu.message.RestMessage;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpRequest;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageKind;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.platform.SenderKind;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.time.Durations;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The look-up of what an event does not contain: the messages that it answers or forwards, and
 * names. Called after the event is stored and acked; best effort. Thread-safe.
 */
final class FeishuMessageLookup {

    private static final Logger LOG = LoggerFactory.getLogger(FeishuMessageLookup.class);

    private static final String MESSAGES = "/open-apis/im/v1/messages/";
    private static final String FULL_CARDS = "?card_msg_content_type=user_card_content";
    private static final String WHAT = "message look-up";
    private static final Pattern CONTACT = Pattern.compile("\\[contact: (ou_\\w+)]");
    private static final Duration CALL_WITHIN = Duration.ofSeconds(3);
    private static final int MOST_QUOTES = 200;
    private static final int MOST_NAMES = 20;
    private static final long AGAIN_AFTER = TimeUnit.MINUTES.toNanos(1);

    private final OpenApi api;
    private final CancellationScope scope;
    private final FeishuDirectory directory;
    private final PlatformContext context;
    private final LruCache<String, Quote> quotes = new LruCache<>(MOST_QUOTES);
    private volatile Optional<Long> failedAt = Optional.empty();

    FeishuMessageLookup(
            OpenApi api,
            CancellationScope scope,
            FeishuDirectory directory,
            PlatformContext context) {
        this.context = context;
        this.api = api;
        this.scope = scope;
        this.directory = directory;
    }

    /**
     * Returns the quoted message with its author, text and files. What the platform does not tell
     * comes from the journal, unless the message was recalled.
     */
    Optional<Quote> quote(String id, Duration within) throws InterruptedException {
        Optional<Quote> known = quotes.get(id);
        if (known.isPresent()) {
            return known;
        }
        Deadline deadline = Deadline.after(within);
        JsonNode items = items(id, deadline);
        if (items.isMissingNode()) {
            return context.said(id);
        }
        if (items.isEmpty()) {
            return Optional.empty();
        }
        JsonNode item = items.get(0);
        Quote quote = RestMessage.quote(item);
        String text = RestMessage.forwardsOthers(item) ? parts(id, items, deadline) : quote.text();
        Quote full =
                new Quote(
                        id,
                        quote.sender(),
                        directory.person(quote.sender(), left(deadline)).orElse(""),
                        text,
                        quote.attachments());
        quotes.put(id, full);
        return Optional.of(full);
    }

    /**
     * Returns the id of a message's author. After a failure none is known for a minute, so that
     * events do not wait for calls that fail.
     */
    Optional<String> author(String id, Duration within) throws InterruptedException {
        long now = System.nanoTime();
        if (failedAt.filter(at -> now - at < AGAIN_AFTER).isPresent()) {
            return Optional.empty();
        }
        JsonNode items = items(id, Deadline.after(within));
        failedAt = items.isMissingNode() ? Optional.of(now) : Optional.empty();
        return Optional.of(RestMessage.author(items.path(0))).filter(author -> !author.isEmpty());
    }

    /** Returns the message with the names that the platform tells, and with forwarded messages. */
    InboundMessage complete(InboundMessage message, Duration within) throws InterruptedException {
        Deadline deadline = Deadline.after(within);
        var known = message.context();
        var changed = known.toBuilder();
        if (known.senderName().isEmpty() && known.senderKind() == SenderKind.PERSON) {
            directory.person(message.sender(), left(deadline)).ifPresent(changed::senderName);
        }
        if (known.chatTitle().isEmpty() && !message.direct()) {
            directory
                    .chat(FeishuReplyContext.chat(message.conversation()), left(deadline))
                    .ifPresent(chat -> changed.chatTitle(chat.title()));
        }
        return message.withText(text(message, deadline)).withContext(changed.build());
    }

    private String text(InboundMessage message, Deadline deadline) throws InterruptedException {
        String text = message.text();
        String id = message.context().messageId();
        if (id.isEmpty()) {
            return text;
        }
        if (text.equals(ForwardedMessages.PLACEHOLDER)) {
            return parts(id, items(id, deadline), deadline);
        }
        if (RestMessage.isUnreadCard(text)) {
            JsonNode card = items(id, deadline).path(0);
            return card.isMissingNode() ? text : RestMessage.quote(card).text();
        }
        Matcher contact = CONTACT.matcher(text);
        if (message.context().kind() == MessageKind.CONTACT && contact.matches()) {
            String person = contact.group(1);
            return directory
                    .person(person, left(deadline))
                    .map(name -> "[contact: " + name + ", " + person + "]")
                    .orElse(text);
        }
        return text;
    }

    private String parts(String id, JsonNode items, Deadline deadline) throws InterruptedException {
        Map<String, String> names = new HashMap<>();
        for (String author : ForwardedMessages.authors(items)) {
            if (names.size() < MOST_NAMES) {
                names.put(author, directory.person(author, left(deadline)).orElse(author));
            }
        }
        return ForwardedMessages.text(id, items, author -> names.getOrDefault(author, author));
    }

    /** Returns the messages of an id: none if it was recalled, missing if the call failed. */
    private JsonNode items(String id, Deadline deadline) throws InterruptedException {
        try {
            ApiResponse answer =
                    api.get(
                            MESSAGES + HttpRequest.encode(id) + FULL_CARDS,
                            left(deadline),
                            scope,
                            WHAT);
            if (!answer.isOk()) {
                LOG.debug(answer.describe(WHAT));
            }
            return FeishuErrorCode.isGone(answer.code())
                    ? JsonCodec.MAPPER.createArrayNode()
                    : answer.data().path("items");
        } catch (PlatformException | CallCancelledException e) {
            LOG.debug("No {}: {}", WHAT, e.getMessage());
            return MissingNode.getInstance();
        }
    }

    private static Duration left(Deadline deadline) {
        return Durations.min(deadline.remaining(), CALL_WITHIN);
    }
}
