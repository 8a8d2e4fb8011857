package dev.gateway.core.http.service;

import dev.gateway.core.http.HttpRequest;
import dev.gateway.core.http.RequestBody;
import dev.gateway.core.proxy.ProxyPolicy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A program that makes some calls and prints the answers and its threads. */
final class HttpCallProcess {

    private HttpCallProcess() {}

    public static void main(String[] arguments) throws Exception {
        try (var calls = new HttpCalls("probe", ProxyPolicy.DIRECT)) {
            for (int i = 0; i < 3; i++) {
                String answer =
                        calls.call(
                                HttpRequest.newBuilder(URI.create(arguments[0]))
                                        .post(RequestBody.text("{}"))
                                        .build(),
                                Duration.ofMinutes(1),
                                (head, body) ->
                                        new String(body.readAllBytes(), StandardCharsets.UTF_8));
                System.out.println(answer);
            }
            Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .filter(name -> !name.isEmpty())
                    .forEach(System.out::println);
        }
        System.out.println("end");
    }
}
