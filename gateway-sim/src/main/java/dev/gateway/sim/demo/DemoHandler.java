package dev.gateway.sim.demo;

import dev.gateway.sim.process.ExpectationFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * The handler of the demo: a shell script that says again what it is told, at once, except for one
 * question that it thinks about, as a language model does.
 *
 * @param script the script
 */
record DemoHandler(Path script) {

    /** The question that takes its time. */
    static final String QUESTION = "What is the answer? Take your time.";

    private static final String TEXT =
            """
            while IFS= read -r message; do
              id=${message#*'"id":"'} id=${id%%'"'*}
              text=${message#*'"text":"'} text=${text%%'","attachments"'*}
              case $text in
                *'Take your time'*)
                  : > "$1"
                  ( sleep SECONDS; printf '{"id":"%s","text":"%s","done":true}\n' "$id" "$text" ) &
                  ;;
                *) printf '{"id":"%s","text":"%s","done":true}\n' "$id" "$text" ;;
              esac
            done
            """;

    /** Writes the script into {@code folder}; it answers the question after {@code thinking}. */
    static DemoHandler in(Path folder, Duration thinking) {
        Path script = folder.resolve("bot.sh");
        try {
            Files.writeString(
                    script,
                    TEXT.replace(
                            "SECONDS",
                            String.format(Locale.ROOT, "%.1f", thinking.toMillis() / 1_000.0)));
            return new DemoHandler(script);
        } catch (IOException e) {
            throw new ExpectationFailedException("cannot write " + script + ": " + e);
        }
    }

    /** Returns the handler for a config, as a flow mapping. */
    String yaml() {
        return "{type: process, command: [sh, \"%s\", \"%s\"]}".formatted(script, asked());
    }

    /** Returns whether the handler has the question. */
    boolean isThinking() {
        return Files.exists(asked());
    }

    private Path asked() {
        return script.resolveSibling("asked");
    }
}
