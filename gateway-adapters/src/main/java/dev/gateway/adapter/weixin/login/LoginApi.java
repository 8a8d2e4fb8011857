package dev.gateway.adapter.weixin.login;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.adapter.weixin.IlinkHeaders;
import dev.gateway.core.http.BodyReader;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpClient;
import dev.gateway.core.http.HttpRequest;
import dev.gateway.core.http.HttpResponse;
import dev.gateway.core.http.RequestBody;
import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.yaml.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The two calls of a login. */
final class LoginApi implements AutoCloseable {

    private static final Duration NEW_CODE = Duration.ofSeconds(15);
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final int TRIES = 3;
    private static final int MOST_TOKENS = 10;
    private static final long LARGEST_ANSWER = 1 << 20;

    private final HttpClient http;
    private final URI api;
    private final List<Secret> known;
    private final LoginTimeouts pace;

    LoginApi(URI api, ProxyPolicy proxy, List<Secret> known, LoginTimeouts pace) {
        this.api = api;
        this.known = known;
        this.pace = pace;
        http = new HttpClient("weixin-login", proxy, known);
    }

    /** Requests a new code. It tries three times, because no code is shown yet. */
    JsonNode newCode(CancellationScope scope)
            throws LoginException, CallCancelledException, InterruptedException {
        ObjectNode body = JsonCodec.MAPPER.createObjectNode();
        ArrayNode tokens = body.putArray("local_token_list");
        known.stream().limit(MOST_TOKENS).map(Secret::reveal).forEach(tokens::add);
        HttpRequest request =
                IlinkHeaders.post(builder(api, "get_bot_qrcode?bot_type=3"))
                        .post(RequestBody.text(IlinkHeaders.withBaseInfo(body).toString()))
                        .build();
        String why = "";
        for (int tried = 0; tried < TRIES; tried++) {
            if (tried > 0 && scope.pause(pace.gap())) {
                throw new CallCancelledException();
            }
            try {
                HttpResponse<byte[]> answer =
                        http.send(request, BodyReader.bytes(LARGEST_ANSWER), NEW_CODE, scope);
                Optional<JsonNode> code =
                        object(answer).filter(json -> !json.path("qrcode").asText().isEmpty());
                if (code.isPresent()) {
                    return code.get();
                }
                why = "HTTP " + answer.statusCode() + " without a code";
            } catch (IOException e) {
                why = e.getMessage();
            }
        }
        throw new LoginException(
                "No QR code from "
                        + api.getHost()
                        + ": "
                        + why
                        + ". Check the network, try again.");
    }

    /** Returns the state of a code; an empty object if it is currently unknown. */
    JsonNode status(URI host, String code, String number, CancellationScope scope)
            throws CallCancelledException, InterruptedException {
        String query =
                "get_qrcode_status?qrcode="
                        + HttpRequest.encode(code)
                        + (number.isEmpty() ? "" : "&verify_code=" + HttpRequest.encode(number));
        HttpRequest request = IlinkHeaders.app(builder(host, query)).build();
        try {
            return object(http.send(request, BodyReader.bytes(LARGEST_ANSWER), pace.poll(), scope))
                    .orElseGet(JsonCodec.MAPPER::createObjectNode);
        } catch (IOException e) {
            return JsonCodec.MAPPER.createObjectNode();
        }
    }

    @Override
    public void close() {
        try {
            http.close(CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<JsonNode> object(HttpResponse<byte[]> answer) {
        try {
            return answer.statusCode() / 100 == 2
                    ? Optional.ofNullable(JsonCodec.MAPPER.readTree(answer.body()))
                            .filter(JsonNode::isObject)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static HttpRequest.Builder builder(URI host, String methodAndQuery) {
        String base = host.toString().replaceAll("/+$", "");
        return HttpRequest.newBuilder(URI.create(base + "/ilink/bot/" + methodAndQuery));
    }
}
