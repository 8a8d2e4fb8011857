package dev.gateway.adapter.feishu;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A value in a path or query. */
final class UrlEncoding {

    private UrlEncoding() {}

    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
