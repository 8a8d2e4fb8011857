package dev.gateway.it.acceptance.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.chat.SentMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs handlers behind the servers that operators use, as Debian ships them: uvicorn with both of
 * its parsers (the base of FastAPI, vLLM and LiteLLM), alone and behind nginx.
 */
class RealHttpServersIT extends GatewayProcessFixture {

    /** A web service and a model in one; the service returns each request byte for byte. */
    private static final String APPLICATION =
            """
            import json

            async def app(scope, receive, send):
                if scope["type"] != "http":
                    return
                body = b""
                more = True
                while more:
                    part = await receive()
                    body += part.get("body", b"")
                    more = part.get("more_body", False)
                try:
                    asked = json.loads(body)
                except ValueError:
                    await send({"type": "http.response.start", "status": 422, "headers": []})
                    await send({"type": "http.response.body", "body": b"no body"})
                    return
                if scope["path"].endswith("/chat/completions"):
                    said = asked["messages"][-1]["content"]
                    await send({"type": "http.response.start", "status": 200,
                                "headers": [(b"content-type", b"text/event-stream")]})
                    for word in ["model: ", said]:
                        event = {"choices": [{"delta": {"content": word}}]}
                        await send({"type": "http.response.body", "more_body": True,
                                    "body": b"data: " + json.dumps(event).encode() + b"\\n\\n"})
                    await send({"type": "http.response.body", "body": b"data: [DONE]\\n\\n"})
                    return
                answer = json.dumps({"text": "service: " + asked["text"]}).encode()
                await send({"type": "http.response.start", "status": 200,
                            "headers": [(b"content-type", b"application/json")]})
                await send({"type": "http.response.body", "body": answer})
            """;

    private final List<Process> servers = new ArrayList<>();

    @AfterEach
    void stopTheServers() throws InterruptedException {
        for (Process server : servers) {
            server.descendants().forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"httptools", "h11"})
    void anApplicationUnderUvicornIsToldTheMessage(String parser) throws Exception {
        int port = uvicorn(parser);
        answers("{type: http, url: \"http://127.0.0.1:" + port + "/answer\"}", "service: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"httptools", "h11"})
    void aModelUnderUvicornIsAsked(String parser) throws Exception {
        int port = uvicorn(parser);
        answers(
                "{type: openai, model: small, base_url: \"http://127.0.0.1:" + port + "/v1\"}",
                "model: ");
    }

    @Test
    void anApplicationBehindNginxIsToldTheMessageAndIsNotCompressed() throws Exception {
        int port = nginx(uvicorn("httptools"));
        answers("{type: http, url: \"http://127.0.0.1:" + port + "/answer\"}", "service: ");
    }

    @Test
    void aModelBehindNginxIsAsked() throws Exception {
        int port = nginx(uvicorn("h11"));
        answers(
                "{type: openai, model: small, base_url: \"http://127.0.0.1:" + port + "/v1\"}",
                "model: ");
    }

    private void answers(String handler, String prefix) throws Exception {
        home.write(config().with("family", telegram).withHandler(handler));
        running();
        for (int i = 1; i <= 3; i++) {
            SentMessage sent = telegram.user("mama").says("hello " + i);
            assertThat(sent.awaitAnswer(TIMEOUT)).isEqualTo(prefix + "hello " + i);
        }
        assertThat(gateway.status().at("/messages/failed").asInt()).isZero();
        assertThat(String.join("\n", home.log())).doesNotContain("failed:");
        gateway.run(BUDGET.plus(TIMEOUT), "stop").expectExit(0);
    }

    private int uvicorn(String parser) throws Exception {
        Path folder = Files.createTempDirectory(home.path(), "uvicorn");
        Files.writeString(folder.resolve("application.py"), APPLICATION);
        int port = freePort();
        started(
                folder,
                port,
                "/usr/bin/uvicorn",
                "--http",
                parser,
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--timeout-keep-alive",
                "1",
                "--app-dir",
                folder.toString(),
                "application:app");
        return port;
    }

    private int nginx(int upstream) throws Exception {
        Path folder = Files.createTempDirectory(home.path(), "nginx");
        int port = freePort();
        Path config = folder.resolve("nginx.conf");
        Files.writeString(
                config,
                """
                daemon off;
                pid 'FOLDER/nginx.pid';
                error_log stderr;
                events {}
                http {
                  access_log off;
                  gzip on; gzip_min_length 1; gzip_proxied any; gzip_types *;
                  client_body_temp_path 'FOLDER/body'; proxy_temp_path 'FOLDER/proxy';
                  fastcgi_temp_path 'FOLDER/fastcgi'; uwsgi_temp_path 'FOLDER/uwsgi';
                  scgi_temp_path 'FOLDER/scgi';
                  keepalive_timeout 1;
                  server {
                    listen 127.0.0.1:PORT;
                    location / { proxy_pass http://127.0.0.1:UPSTREAM; }
                  }
                }
                """
                        .replace("FOLDER", folder.toAbsolutePath().toString())
                        .replace("PORT", Integer.toString(port))
                        .replace("UPSTREAM", Integer.toString(upstream)));
        started(
                folder,
                port,
                "/usr/sbin/nginx",
                "-e",
                "stderr",
                "-c",
                config.toAbsolutePath().toString());
        return port;
    }

    private void started(Path folder, int port, String... command) throws IOException {
        Process server =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile())
                        .start();
        servers.add(server);
        Awaitility.await()
                .atMost(TIMEOUT)
                .until(
                        () -> {
                            assertThat(server.isAlive())
                                    .as(Files.readString(folder.resolve("output")))
                                    .isTrue();
                            return isListening(port);
                        });
    }

    private static boolean isListening(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
