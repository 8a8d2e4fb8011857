package dev.gateway.core.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TerminalSizeTest {

    @Test
    void whatIsNoTerminalKeepsTheSizeThatWasKnown() {
        for (String device : new String[] {"/dev/null", "/nowhere/pts", "/dev/zero"}) {
            TerminalSize size = TerminalSize.of(Path.of(device), 72);

            assertThat(size.columns()).isEqualTo(72);
            assertThat(size.rows()).isZero();
        }
        assertThat(TerminalSize.fixed(40).columns()).isEqualTo(40);
    }

    /**
     * A terminal of 40 columns, created by script(1); shells do not pass its size to their
     * children.
     */
    @Test
    void theTerminalItselfIsAsked() throws Exception {
        String inside = "stty cols 40 rows 9; tty >&3; read -r _ <&4";
        var builder =
                new ProcessBuilder(
                        "sh",
                        "-c",
                        "exec 4<&0 3>&1; exec script -qec \"$1\" /dev/null >/dev/null </dev/null",
                        "sh",
                        inside);
        Process process = builder.start();
        try {
            String device = process.inputReader().readLine();

            TerminalSize size = TerminalSize.of(Path.of(device), 80);

            assertThat(size.columns()).isEqualTo(40);
            assertThat(size.rows()).isEqualTo(9);
        } finally {
            process.getOutputStream().close();
            process.destroyForcibly();
        }
    }
}
