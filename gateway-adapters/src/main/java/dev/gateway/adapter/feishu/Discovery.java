package dev.gateway.adapter.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CallScope;
import dev.gateway.adapter.http.HttpRequest;
import dev.gateway.core.platform.PlatformException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks where to connect. Each answer holds a ticket for one connection, so it is asked before each.
 */
final class Discovery {

    private static final String PATH = "/callback/ws/endpoint";
    private static final String WHAT = "endpoint discovery";
    private static final Duration WITHIN = Duration.ofSeconds(15);
    private static final Pattern SERVICE =
            Pattern.compile("(?:^|&)service_id=(-?\\d{1,10})(?:&|$)");

    private final Calls calls;
    private final Settings settings;

    Discovery(Calls calls, Settings settings) {
        this.calls = calls;
        this.settings = settings;
    }

    /**
     * Where to connect now.
     *
     * @param known what the platform asked for so far
     * @throws PlatformException.Rejected if only a person can help
     * @throws PlatformException.Throttled if the platform says when to come back
     * @throws Refused if the platform answered that it cannot just now
     * @throws PlatformException.Unreachable if it did not answer
     */
    Endpoint discover(ClientConfig known, CallScope scope)
            throws PlatformException, Refused, CallCancelledException, InterruptedException {
        var body = Map.of("AppID", settings.appId(), "AppSecret", settings.appSecret().reveal());
        HttpRequest request =
                calls.request("POST", PATH, body).header("locale", "zh").repeatable().build();
        Answer answer = calls.answer(request, WITHIN, scope, WHAT);
        if (answer.throttled()) {
            throw answer.throttling(WHAT);
        }
        if (answer.status() != 200 || answer.code() < 0 || ErrorCode.isPassing(answer.code())) {
            throw new Refused(answer.words(WHAT));
        }
        if (!answer.ok()) {
            throw fatal(answer);
        }
        return endpoint(answer.data(), known)
                .orElseThrow(() -> new Refused("Feishu " + WHAT + ": no usable address"));
    }

    private PlatformException fatal(Answer answer) {
        if (answer.code() == ErrorCode.CONNECTION_LIMIT) {
            // Also while the platform still holds the connection of a gateway that is gone. That
            // passes within 30 to 120 s, so nobody has to be called, and trying soon pays.
            return new PlatformException.Unreachable(
                    answer.words(WHAT) + " (too many connections of this app)");
        }
        return new PlatformException.Rejected(answer.words(WHAT), remedy(answer.code()));
    }

    private String remedy(long code) {
        if (code == ErrorCode.WRONG_DOMAIN) {
            return "This app belongs to the other domain: set domain: "
                    + settings.otherDomain()
                    + " for "
                    + settings.name()
                    + ".";
        }
        return "Compare app_id and app_secret of "
                + settings.name()
                + " with the app's console, and choose the long connection for its events there.";
    }

    /** The address in an answer; empty if it is none that can be connected to. */
    Optional<Endpoint> endpoint(JsonNode data, ClientConfig known) {
        URI uri;
        try {
            uri = URI.create(data.path("URL").asText());
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        boolean encrypted = "wss".equals(uri.getScheme());
        boolean plainAllowed =
                settings.base().filter(base -> "http".equals(base.getScheme())).isPresent();
        boolean usable = encrypted || "ws".equals(uri.getScheme()) && plainAllowed;
        if (!usable || uri.getHost() == null || uri.getPort() > 65_535) {
            return Optional.empty();
        }
        ClientConfig config = known.with(data.path("ClientConfig"));
        return Optional.of(new Endpoint(uri, service(uri), config));
    }

    private static int service(URI uri) {
        Matcher service = SERVICE.matcher(uri.getQuery() == null ? "" : uri.getQuery());
        return service.find() ? (int) Long.parseLong(service.group(1)) : 0;
    }
}
