package dev.gateway.adapter.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.feishu.connection.ClientConfig;
import dev.gateway.adapter.feishu.connection.ConnectionRefusedException;
import dev.gateway.adapter.feishu.connection.Endpoint;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpRequest;
import dev.gateway.core.platform.PlatformException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The discovery of the long connection's address. Each response holds a ticket for one connection,
 * so it is called before each.
 */
final class EndpointDiscovery {

    private static final String PATH = "/callback/ws/endpoint";
    private static final String WHAT = "endpoint discovery";
    private static final Duration WITHIN = Duration.ofSeconds(15);
    private static final Pattern SERVICE =
            Pattern.compile("(?:^|&)service_id=(-?\\d{1,10})(?:&|$)");

    private final RestClient client;
    private final FeishuSettings settings;

    EndpointDiscovery(RestClient client, FeishuSettings settings) {
        this.client = client;
        this.settings = settings;
    }

    /**
     * Returns the endpoint for the next connection.
     *
     * @param known the client config received so far
     * @throws PlatformException.Rejected if only the operator can help
     * @throws PlatformException.Throttled if the platform says when to retry
     * @throws ConnectionRefusedException if the platform answered that it cannot serve now
     * @throws PlatformException.Unreachable if it did not answer
     */
    Endpoint discover(ClientConfig known, CancellationScope scope)
            throws PlatformException,
                    ConnectionRefusedException,
                    CallCancelledException,
                    InterruptedException {
        var body = Map.of("AppID", settings.appId(), "AppSecret", settings.appSecret().reveal());
        HttpRequest request =
                client.request("POST", PATH, body).header("locale", "zh").repeatable().build();
        ApiResponse response = client.send(request, WITHIN, scope, WHAT);
        if (response.isThrottled()) {
            throw response.toThrottled(WHAT);
        }
        if (response.status() != 200
                || response.code() < 0
                || FeishuErrorCode.isTransient(response.code())) {
            throw new ConnectionRefusedException(response.describe(WHAT));
        }
        if (!response.isOk()) {
            throw fatal(response);
        }
        return endpoint(response.data(), known)
                .orElseThrow(
                        () ->
                                new ConnectionRefusedException(
                                        "Feishu " + WHAT + ": no usable address"));
    }

    private PlatformException fatal(ApiResponse response) {
        if (response.code() == FeishuErrorCode.CONNECTION_LIMIT) {
            // Happens also while the platform still holds the connection of a gateway that died.
            // That ends within 30 to 120 s, so the operator need not act and early retries pay off.
            return new PlatformException.Unreachable(
                    response.describe(WHAT) + " (too many connections of this app)");
        }
        return new PlatformException.Rejected(response.describe(WHAT), remedy(response.code()));
    }

    private String remedy(long code) {
        if (code == FeishuErrorCode.WRONG_DOMAIN) {
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

    /** Returns the endpoint in a response; empty if its address cannot be connected to. */
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
