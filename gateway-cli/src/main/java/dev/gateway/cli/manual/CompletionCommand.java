package dev.gateway.cli.manual;

import dev.gateway.cli.GatewayCli;
import dev.gateway.cli.GlobalOptions;
import dev.gateway.cli.VersionText;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gateway completion}. */
@Command(
        name = "completion",
        description = "Print a script that lets the shell complete commands and options.",
        sortOptions = false,
        versionProvider = VersionText.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(gateway completion bash)",
            "  gateway completion zsh > ~/.gateway-completion.zsh   then source it in ~/.zshrc",
            "",
            "The distribution has it in share/bash-completion/completions as well."
        })
public final class CompletionCommand implements Callable<Integer> {

    private static final String ZSH =
            "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n";

    @Mixin private GlobalOptions global;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "bash|zsh", description = "The shell.")
    private String shell;

    @Override
    public Integer call() {
        switch (shell) {
            case "bash" -> System.out.print(script());
            case "zsh" -> System.out.print(ZSH + script());
            default ->
                    throw new ParameterException(
                            spec.commandLine(), "The shell is bash or zsh, not '" + shell + "'");
        }
        return 0;
    }

    static String script() {
        return AutoComplete.bash("gateway", GatewayCli.commandLine());
    }
}
