package com.example.ntfy;

import dev.gateway.core.http.HttpClient;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.yaml.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One account, as the config has it.
 *
 * @param name of the entry, for the names of threads
 * @param server without a slash at its end
 * @param topic that people write to
 * @param token sent with each call, and never printed: a {@link Secret} masks itself
 * @param proxy which way the calls take
 */
record NtfySettings(String name, URI server, String topic, Secret token, ProxyPolicy proxy) {

    private static final URI PUBLIC = URI.create("https://ntfy.sh");

    static NtfySettings of(PlatformConfig config) {
        return new NtfySettings(
                config.name(),
                URI.create(config.baseUrl().orElse(PUBLIC).toString().replaceAll("/+$", "")),
                config.options().text("topic").orElseThrow(),
                config.options().secret("token").orElseThrow(),
                config.proxy());
    }

    /** A client that keeps the token out of its messages. */
    HttpClient http() {
        return new HttpClient("ntfy-" + name, proxy, List.of(token));
    }

    /** An address below the topic; {@code query} is already encoded. */
    URI below(String path, String query) {
        String encoded = URLEncoder.encode(topic, StandardCharsets.UTF_8);
        return URI.create(server + "/" + encoded + path + query);
    }
}
