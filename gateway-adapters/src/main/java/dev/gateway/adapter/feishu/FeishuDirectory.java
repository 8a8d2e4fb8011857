package dev.gateway.adapter.feishu;

import dev.gateway.adapter.text.OneLine;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpRequest;
import dev.gateway.core.platform.PlatformException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of people and chats, which events lack. Best effort: an app needs scopes to ask for
 * them, and works without. What was asked is remembered for an hour, what failed for some minutes.
 * Thread-safe.
 */
final class FeishuDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(FeishuDirectory.class);

    private static final String USERS = "/open-apis/contact/v3/users/";
    private static final String CHATS = "/open-apis/im/v1/chats/";
    private static final int MOST = 2_000;
    private static final long GOOD_FOR = TimeUnit.HOURS.toNanos(1);
    private static final long FAILED_FOR = TimeUnit.MINUTES.toNanos(5);
    private static final String PERSON = "ou_";

    private final OpenApi api;
    private final CancellationScope scope;
    private final LruCache<String, Known<String>> people = new LruCache<>(MOST);
    private final LruCache<String, Known<Chat>> chats = new LruCache<>(MOST);

    FeishuDirectory(OpenApi api, CancellationScope scope) {
        this.api = api;
        this.scope = scope;
    }

    /**
     * A chat.
     *
     * @param title its name; empty for a private one
     * @param direct whether it is private
     */
    record Chat(String title, boolean direct) {}

    private record Known<T>(Optional<T> value, long until) {

        static <T> Known<T> of(Optional<T> value) {
            return new Known<>(
                    value, System.nanoTime() + (value.isPresent() ? GOOD_FOR : FAILED_FOR));
        }

        boolean fresh() {
            return System.nanoTime() - until < 0;
        }
    }

    /** Returns the name of a person. */
    Optional<String> person(String openId, Duration within) throws InterruptedException {
        if (!openId.startsWith(PERSON)) {
            return Optional.empty();
        }
        Optional<Known<String>> known = people.get(openId).filter(Known::fresh);
        if (known.isEmpty()) {
            String path = USERS + HttpRequest.encode(openId) + "?user_id_type=open_id";
            known =
                    Optional.of(
                            Known.of(
                                    ask(path, within, "name of a person")
                                            .map(answer -> answer.data().at("/user/name").asText())
                                            .map(OneLine::of)
                                            .filter(name -> !name.isEmpty())));
            people.put(openId, known.get());
        }
        return known.get().value();
    }

    /** Returns the name of a person if it was asked for lately. */
    Optional<String> knownPerson(String openId) {
        return people.get(openId).filter(Known::fresh).flatMap(Known::value);
    }

    /** Returns a chat if it was asked for lately. */
    Optional<Chat> knownChat(String chatId) {
        return chats.get(chatId).filter(Known::fresh).flatMap(Known::value);
    }

    Optional<Chat> chat(String chatId, Duration within) throws InterruptedException {
        Optional<Known<Chat>> known = chats.get(chatId).filter(Known::fresh);
        if (known.isEmpty()) {
            known =
                    Optional.of(
                            Known.of(
                                    ask(
                                                    CHATS + HttpRequest.encode(chatId),
                                                    within,
                                                    "name of a chat")
                                            .map(FeishuDirectory::chat)));
            chats.put(chatId, known.get());
        }
        return known.get().value();
    }

    private static Chat chat(ApiResponse answer) {
        boolean direct = answer.data().path("chat_mode").asText().equals("p2p");
        return new Chat(direct ? "" : OneLine.of(answer.data().path("name").asText()), direct);
    }

    private Optional<ApiResponse> ask(String path, Duration within, String what)
            throws InterruptedException {
        try {
            ApiResponse answer = api.get(path, within, scope, what);
            if (answer.isOk()) {
                return Optional.of(answer);
            }
            LOG.debug(answer.describe(what));
        } catch (PlatformException | CallCancelledException e) {
            LOG.debug("No {}: {}", what, e.getMessage());
        }
        return Optional.empty();
    }
}
