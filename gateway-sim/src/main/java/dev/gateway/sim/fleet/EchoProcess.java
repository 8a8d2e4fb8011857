package dev.gateway.sim.fleet;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A program for the {@code process} handler that echoes at once. It uses the JDK alone. */
public final class EchoProcess {

    private static final String ID = "\"id\":\"";
    private static final String TEXT = "\"text\":\"";

    private EchoProcess() {}

    /** Returns the command line that runs it. */
    public static List<String> command() {
        try {
            Path code =
                    Path.of(
                            EchoProcess.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            return List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xmx32m",
                    "-cp",
                    code.toString(),
                    EchoProcess.class.getName());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no path of " + EchoProcess.class, e);
        }
    }

    /** Answers each line of the input until its end. */
    public static void main(String... arguments) throws IOException {
        OutputStream out = new BufferedOutputStream(System.out);
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.write(answer(line).getBytes(StandardCharsets.UTF_8));
            if (!in.ready()) {
                out.flush();
            }
        }
        out.flush();
    }

    /** Returns the answer to a line; the texts of a {@link LoadServer} need no escapes. */
    static String answer(String line) {
        return "{\"id\":\""
                + between(line, ID)
                + "\",\"text\":\""
                + between(line, TEXT)
                + "\",\"done\":true}\n";
    }

    private static String between(String line, String key) {
        int from = line.indexOf(key) + key.length();
        return line.substring(from, line.indexOf('"', from));
    }
}
