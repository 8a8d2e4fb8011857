package dev.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {

    @TempDir Path folder;

    private String run(String... words) {
        PrintStream before = System.out;
        var out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            assertThat(GatewayCli.commandLine(words).execute(words)).isZero();
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private void config(String yaml) throws Exception {
        Files.writeString(folder.resolve("config.yaml"), yaml);
    }

    @Test
    void accountsAreOfferedAlsoOfAConfigThatIsNotValid() throws Exception {
        String home = folder.toString();
        assertThat(run("completion", "--words", "accounts", "--home", home)).isEmpty();

        config("platforms: {mama: {token: \"${NOT_SET}\"}, \u5988\u5988: {typ: x}, a b: {}}\n");
        assertThat(run("completion", "--words", "accounts", "--home", home).lines())
                .containsExactly("mama", "\u5988\u5988");
        assertThat(run("completion", "--words", "messages", "--home", home)).isEmpty();
    }

    /** Completes with bash itself, through a fake command that prints its arguments. */
    @Test
    void bashOffersAccountsOfTheHomeThatIsNamed() throws Exception {
        Path script = Files.writeString(folder.resolve("completion"), run("completion", "bash"));
        Path fake =
                Files.writeString(
                        folder.resolve("gateway"),
                        "#!/bin/sh\n[ \"$3\" = accounts ] && echo mama papa \"$5\"\n");
        assertThat(fake.toFile().setExecutable(true)).isTrue();
        String ask =
                """
                . "$1"; COMP_WORDS=("$2" send --home H1 --platform "$3"); COMP_CWORD=5
                _complete_gateway_known; printf '%s\\n' "${COMPREPLY[@]}"
                """;

        assertThat(bash(ask, script, fake, "m")).isEqualTo("mama\n");
        assertThat(bash(ask, script, fake, "")).isEqualTo("mama\npapa\nH1\n");
    }

    @Test
    void bashOffersAccountAndHostOfAMove() throws Exception {
        Path script = Files.writeString(folder.resolve("completion"), run("completion", "bash"));
        Path fake =
                Files.writeString(
                        folder.resolve("gateway"),
                        "#!/bin/sh\ncase $3 in accounts) echo mama ;; hosts) echo web-1 ;; esac\n");
        assertThat(fake.toFile().setExecutable(true)).isTrue();
        String ask =
                """
                . "$1"; COMP_WORDS=("$2" cluster %s "$3"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _complete_gateway_known; printf '%%s\\n' "${COMPREPLY[@]}"
                """;

        assertThat(bash(ask.formatted("move"), script, fake, "")).isEqualTo("mama\n");
        assertThat(bash(ask.formatted("move mama"), script, fake, "w")).isEqualTo("web-1\n");
        assertThat(bash(ask.formatted("drain"), script, fake, "")).isEqualTo("web-1\n");
    }

    private static String bash(String ask, Path script, Path fake, String word) throws Exception {
        Process bash =
                new ProcessBuilder(
                                "bash", "-c", ask, "bash", script.toString(), fake.toString(), word)
                        .redirectErrorStream(true)
                        .start();
        bash.getOutputStream().close();
        return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void fishKnowsCommandsOptionsAndWhatTheHomeKnows() {
        String script = run("completion", "fish");

        assertThat(script.lines())
                .contains(
                        "complete -c gateway -f",
                        "complete -c gateway -n '__fish_seen_subcommand_from messages; and"
                                + " __fish_seen_subcommand_from show' -a '(gateway completion --words"
                                + " messages 2>/dev/null)'")
                .anyMatch(line -> line.contains("-a start -d 'Start the gateway"))
                .anyMatch(line -> line.contains("from send' -l platform -x -a '(gateway"))
                .anyMatch(line -> line.contains("from status' -s w -l watch -d '"))
                .noneMatch(line -> line.contains("-l words"));
    }
}
