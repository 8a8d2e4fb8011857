package dev.gateway.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.sim.SimCli;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the command as an operator does: as a process of its own. */
@Timeout(120)
class ServeCommandTest {

    private static Process sim(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SimCli.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    private static List<String> linesUntil(BufferedReader output, String last) throws Exception {
        List<String> lines = new ArrayList<>();
        String line = "";
        while (line != null && !line.contains(last)) {
            line = output.readLine();
            lines.add(line);
        }
        return lines;
    }

    private static JsonNode read(String uri) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).build();
        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return new ObjectMapper().readTree(answer.body());
    }

    @Test
    void printsWhatOneNeedsAndEndsOnASignal() throws Exception {
        Process sim =
                sim(
                        "serve",
                        "--platform",
                        "telegram",
                        "--chat",
                        "20ms",
                        "--fault",
                        "status=502@/bot*/getMe#1");
        try (BufferedReader output = sim.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = linesUntil(output, "Ready");
            String text = String.join("\n", lines);
            assertThat(text).contains("platforms:", "type: telegram", "base_url: \"http://127");
            String url = word(lines, "telegram", 1);
            String token = word(lines, "token", 2);

            assertThat(read(url + "/bot" + token + "/getMe").isMissingNode()).isTrue();
            assertThat(read(url + "/bot" + token + "/getMe").path("ok").asBoolean()).isTrue();
            assertThat(read(url + "/bot" + token + "/getUpdates?timeout=20").path("result"))
                    .isNotEmpty();
            assertThat(read(word(lines, "control", 1) + "/telegram/pollers")).hasSize(1);

            // Not by the Process: that would close its output at once.
            sim.toHandle().destroy();
            assertThat(String.join("\n", linesUntil(output, "sent"))).contains("not answered");
            assertThat(sim.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(sim.exitValue()).isZero();
        } finally {
            sim.destroyForcibly();
        }
    }

    private static String word(List<String> lines, String first, int index) {
        return lines.stream()
                .map(line -> line.trim().split("\\s+"))
                .filter(words -> words[0].equals(first))
                .map(words -> words[Math.min(index, words.length - 1)])
                .findFirst()
                .orElseThrow();
    }

    @Test
    void usesTheSamePortsAndTokensEachTime() throws Exception {
        int base;
        try (ServerSocket free = new ServerSocket(0)) {
            base = free.getLocalPort();
        }
        List<String> before = null;
        for (int round = 0; round < 2; round++) {
            Process sim = sim("serve", "--platform=telegram", "--port-base=" + base);
            try (BufferedReader output = sim.inputReader(StandardCharsets.UTF_8)) {
                List<String> lines = linesUntil(output, "Ready");
                assertThat(word(lines, "control", 1)).contains(":" + base);
                assertThat(before == null || before.equals(lines)).isTrue();
                before = lines;
            } finally {
                sim.destroy();
                sim.waitFor();
            }
        }
    }

    @Test
    void saysInOneLineThatAPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            int base = taken.getLocalPort() - 1;
            Process sim = sim("serve", "--port-base", Integer.toString(base));
            try (BufferedReader errors = error(sim)) {
                assertThat(errors.lines().toList())
                        .singleElement()
                        .asString()
                        .contains("127.0.0.1:" + taken.getLocalPort())
                        .endsWith("choose another --port-base");
                assertThat(sim.waitFor()).isEqualTo(75);
            } finally {
                sim.destroyForcibly();
            }
        }
    }

    @Test
    void refusesWrongUsageWithOneLineAndAHint() throws Exception {
        Process sim = sim("serve", "--fault", "gremlins");
        try (BufferedReader errors = error(sim)) {
            List<String> lines = errors.lines().toList();
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0)).startsWith("not a fault: \"gremlins\"");
            assertThat(sim.waitFor()).isEqualTo(64);
        } finally {
            sim.destroyForcibly();
        }
    }

    private static BufferedReader error(Process process) {
        return new BufferedReader(
                new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    }
}
