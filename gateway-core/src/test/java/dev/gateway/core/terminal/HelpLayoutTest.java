package dev.gateway.core.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.terminal.HelpLayout.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class HelpLayoutTest {

    private static HelpLayout layout(int width) {
        return new HelpLayout(width, label -> label);
    }

    @Test
    void linesOfAParagraphAreJoinedAndBrokenAnew() {
        String text =
                layout(60)
                        .footer(List.of("It stops a gateway whose", "terminal was", "closed."))
                        .text();

        assertThat(text).isEqualTo("It stops a gateway whose terminal was closed.\n");
    }

    @Test
    void explanationsStandBesideTheirExamplesIfThereIsRoom() {
        List<String> footer =
                List.of(
                        "  gateway run",
                        "  gateway run --replace     take over",
                        "  gateway stop --now  at once",
                        "",
                        "Exit codes: 0 stopped.");

        assertThat(layout(60).footer(footer).text())
                .isEqualTo(
                        """
                          gateway run
                          gateway run --replace   take over
                          gateway stop --now      at once

                        Exit codes: 0 stopped.
                        """);
        assertThat(layout(32).footer(footer).text())
                .startsWith(
                        """
                          gateway run
                          gateway run --replace
                              take over
                        """);
    }

    @Test
    void anExampleThatIsTooLongCanStillBePasted() {
        String command = "  sudo gateway service install --system --run-as bot --name 'a b c'";

        assertThat(layout(40).footer(List.of(command)).text())
                .isEqualTo(
                        """
                          sudo gateway service install \\
                              --system --run-as bot --name \\
                              'a b c'
                        """);
    }

    @Test
    void aPathIsNeverBrokenAndLongLabelsStandAlone() {
        String text =
                layout(40)
                        .rows(
                                List.of(
                                        new Row(
                                                "--home=DIR",
                                                "Default: $GATEWAY_HOME, else ~/.gateway"),
                                        new Row("--on-conflict=fail|wait|replace", "What then.")))
                        .text();

        assertThat(text)
                .isEqualTo(
                        """
                          --home=DIR  Default: $GATEWAY_HOME,
                                      else ~/.gateway
                          --on-conflict=fail|wait|replace
                                      What then.
                        """);
    }
}
