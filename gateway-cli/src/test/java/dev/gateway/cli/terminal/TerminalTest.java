package dev.gateway.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {

    @TempDir Path descriptors;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private Terminal terminal(boolean out, boolean err, Map<String, String> environment) {
        return Terminal.of(
                new Terminal.StandardStream(stream, out, StandardCharsets.UTF_8),
                new Terminal.StandardStream(stream, err, StandardCharsets.UTF_8),
                environment::get);
    }

    @Test
    void eachStreamIsATerminalOrNotByItself() {
        Terminal piped = terminal(false, true, Map.of());

        assertThat(piped.out().isInteractive()).isFalse();
        assertThat(piped.out().paint(TextStyle.BAD, "x")).isEqualTo("x");
        assertThat(piped.err().isInteractive()).isTrue();
        assertThat(piped.err().paint(TextStyle.BAD, "x")).isEqualTo("\u001B[31mx\u001B[0m");
    }

    @Test
    void coloursCanBeTurnedOffWithoutLosingTheRest() {
        ConsoleOutput out = terminal(true, true, Map.of("NO_COLOR", "1")).out();

        assertThat(out.hasColours()).isFalse();
        assertThat(out.isInteractive()).isTrue();
        assertThat(terminal(true, true, Map.of("NO_COLOR", "")).out().hasColours()).isTrue();
    }

    @Test
    void aDumbTerminalIsTreatedAsNone() {
        ConsoleOutput out = terminal(true, true, Map.of("TERM", "dumb")).out();

        assertThat(out.hasColours()).isFalse();
        assertThat(out.isInteractive()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"120,120", "x,80", "'',80", "0,80", "7,80", "-5,80", "99999,80"})
    void theWidthIsTakenFromTheEnvironmentIfItMakesSense(String columns, int width) {
        assertThat(terminal(true, true, Map.of("COLUMNS", columns)).out().width()).isEqualTo(width);
    }

    @Test
    void symbolsAreReplacedWhereTheEncodingHasNone() {
        assertThat(ConsoleOutput.plain(stream, StandardCharsets.US_ASCII).symbol("✓", "ok"))
                .isEqualTo("ok");
        assertThat(ConsoleOutput.plain(stream, StandardCharsets.UTF_8).symbol("✓", "ok"))
                .isEqualTo("✓");
    }

    @ParameterizedTest
    @CsvSource({
        "/dev/pts/3,true",
        "/dev/tty1,true",
        "/dev/console,true",
        "/dev/null,false",
        "pipe:[4711],false",
        "/var/log/x,false"
    })
    void aDescriptorTellsWhatItLeadsTo(String target, boolean terminal) throws Exception {
        Path link = Files.createSymbolicLink(descriptors.resolve("1"), Path.of(target));

        assertThat(Terminal.isTerminal(descriptors, 1)).isEqualTo(terminal);
        Files.delete(link);
    }

    @Test
    void aClosedDescriptorIsNoTerminal() {
        assertThat(Terminal.isTerminal(descriptors, 1)).isFalse();
    }
}
