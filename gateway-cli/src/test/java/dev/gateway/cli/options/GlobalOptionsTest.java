package dev.gateway.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class GlobalOptionsTest {

    @Command(name = "outer")
    static final class Outer {
        @Mixin private GlobalOptions global;
    }

    @Command(name = "middle")
    static final class Middle {}

    @Command(name = "inner")
    static final class Inner {
        @Mixin private GlobalOptions global;
    }

    private static GlobalOptions parsed(String... arguments) {
        var inner = new Inner();
        var middle = new CommandLine(new Middle()).addSubcommand(inner);
        new CommandLine(new Outer()).addSubcommand(middle).parseArgs(arguments);
        return inner.global;
    }

    @Test
    void theyCountBeforeAndBehindTheCommand() {
        for (var arguments :
                new String[][] {
                    {"--home", "/h", "--config", "/c", "-v", "middle", "inner"},
                    {"middle", "inner", "--home", "/h", "--config", "/c", "-v"},
                    {"--home", "/x", "-v", "middle", "inner", "--home", "/h", "--config", "/c"}
                }) {
            GlobalOptions options = parsed(arguments);

            assertThat(options.home().folder()).isEqualTo(Path.of("/h"));
            assertThat(options.configFile()).isEqualTo(Path.of("/c"));
            assertThat(options.hasOwnConfig()).isTrue();
            assertThat(options.verbose()).isTrue();
            assertThat(options.repeated()).isEqualTo(" --home /h --config /c");
        }
    }

    @Test
    void theConfigIsInTheHomeUnlessItIsNamed() {
        GlobalOptions options = parsed("middle", "inner", "--home", "/h");

        assertThat(options.configFile()).isEqualTo(Path.of("/h/config.yaml"));
        assertThat(options.hasOwnConfig()).isFalse();
        assertThat(options.verbose()).isFalse();
    }

    @Test
    void whatIsSuggestedCanBePastedIntoAShell() {
        assertThat(parsed("middle", "inner", "--home", "/a b/it's").repeated())
                .isEqualTo(" --home '/a b/it'\\''s'");
    }
}
