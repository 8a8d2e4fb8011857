package dev.gateway.it.mutants;

import com.sun.net.httpserver.HttpServer;
import dev.gateway.sim.process.HomeConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;

/** A check of one gateway with a handler that misbehaves, or a server that is strict. */
abstract class HandlerDefectCheck extends PlatformDefectCheck {

    private static final String ECHO_OF_ID = "id=${line#*'\"id\":\"'}; id=${id%%'\"'*}; ";

    private HandlerDefectCheck(String name) {
        super(name);
    }

    /** Returns a check in which the program of the handler is missing. */
    static DefectCheck missingProgram() {
        return new HandlerDefectCheck("fault: the program of the handler is not there") {
            @Override
            Optional<String> detect(Environment environment) throws Exception {
                environment.run(
                        HomeConfig.echo().withHandler("{type: process, command: [sh, no.sh]}"));
                environment.telegram().user("mama").says("one");
                return holds(
                        environment,
                        () ->
                                environment
                                        .home()
                                        .state()
                                        .map(one -> one.path("state").asText().equals("degraded"))
                                        .orElse(false),
                        "nobody is answered, and the gateway says that it is running");
            }
        };
    }

    /** Returns a check in which a program prints a line that is not an answer, and then "done". */
    static DefectCheck answersWhatIsNotUnderstood() {
        return failing(
                "fault: a handler whose answer is not understood",
                "printf '{\"id\":\"%s\",\"answer\":\"hi\",\"done\":true}\\n' \"$id\"",
                "what was not understood is taken for silence");
    }

    /** Returns a check in which a program answers with eight long texts at a time. */
    static DefectCheck answersTooMuch() {
        return failing(
                "fault: a handler whose texts are too long together",
                "for i in 1 2 3 4 5 6 7 8; do printf '{\"id\":\"%s\",\"text\":\"' \"$id\";"
                        + " head -c 200000 /dev/zero | tr '\\000' x; echo '\"}'; done;"
                        + " printf '{\"id\":\"%s\",\"done\":true}\\n' \"$id\"",
                "1.6 MB of text to one message were taken");
    }

    /**
     * Returns a check in which a server refuses a request that offers an upgrade, as uvicorn does.
     */
    static DefectCheck serverWithoutUpgrades() {
        return new HandlerDefectCheck("fault: a server that refuses offers of an upgrade") {
            @Override
            Optional<String> detect(Environment environment) throws Exception {
                HttpServer server = server();
                try {
                    environment.run(
                            HomeConfig.echo()
                                    .withHandler(
                                            "{type: http, url: \"http://127.0.0.1:"
                                                    + server.getAddress().getPort()
                                                    + "/\"}"));
                    environment.telegram().user("mama").says("one");
                    return holds(
                            environment,
                            () -> !environment.telegram().user("mama").heard().isEmpty(),
                            "the server refuses each request");
                } finally {
                    server.stop(0);
                }
            }
        };
    }

    private static DefectCheck failing(String name, String answer, String defect) {
        return new HandlerDefectCheck(name) {
            @Override
            Optional<String> detect(Environment environment) throws Exception {
                Files.writeString(
                        environment.home().path().resolve("bot.sh"),
                        "while IFS= read -r line; do " + ECHO_OF_ID + answer + "; done\n");
                environment.run(
                        HomeConfig.echo()
                                .withHandler(
                                        "{type: process, command: [sh, bot.sh], attempts: 1}"));
                environment.telegram().user("mama").says("one");
                return holds(environment, () -> environment.count("failed") == 1, defect);
            }
        };
    }

    private static HttpServer server() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        boolean offer = exchange.getRequestHeaders().containsKey("Upgrade");
                        byte[] answer = "{\"text\":\"hi\"}".getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(offer ? 400 : 200, answer.length);
                        exchange.getResponseBody().write(answer);
                    }
                });
        server.start();
        return server;
    }
}
