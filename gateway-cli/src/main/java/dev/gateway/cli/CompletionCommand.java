package dev.gateway.cli;

import dev.gateway.cli.messages.CompletionCandidates;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gateway completion}. */
@Command(
        name = "completion",
        description =
                "Print a script that lets the shell complete commands and options, and the accounts,"
                        + " conversations and message ids of the home.",
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(gateway completion bash)",
            "  gateway completion zsh > ~/.gateway-completion.zsh   then source it in ~/.zshrc",
            "  gateway completion fish > ~/.config/fish/completions/gateway.fish",
            "",
            "The distribution has it in share/bash-completion/completions as well."
        })
public final class CompletionCommand implements Callable<Integer> {

    private static final String ZSH =
            "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n";

    /** A wrapper of picocli's script, which completes accounts, conversations and ids as well. */
    private static final String HOME_COMPLETION =
            """

            function _complete_gateway_known() {
              local kind='' home=() i
              case "${COMP_WORDS[COMP_CWORD-1]}" in
              --platform) kind=accounts ;;
              --to) kind=conversations ;;
              *)
                if [[ " ${COMP_WORDS[*]} " =~ \\ messages\\ (show|retry|drop)\\  ]] &&
                  [[ ${COMP_WORDS[COMP_CWORD]} != -* ]]; then
                  kind=messages
                elif [[ " ${COMP_WORDS[*]} " =~ \\ cluster\\ (drain|move)\\  ]] &&
                  [[ ${COMP_WORDS[COMP_CWORD]} != -* ]]; then
                  case "${COMP_WORDS[COMP_CWORD-1]}" in
                  move) kind=accounts ;;
                  drain) kind=hosts ;;
                  *) [ "${COMP_WORDS[COMP_CWORD-2]}" != move ] || kind=hosts ;;
                  esac
                fi
                ;;
              esac
              if [ -z "$kind" ]; then
                _complete_gateway
                return
              fi
              for ((i = 1; i + 1 < COMP_CWORD; i++)); do
                case "${COMP_WORDS[i]}" in
                --home | --config) home+=("${COMP_WORDS[i]}" "${COMP_WORDS[i + 1]}") ;;
                esac
              done
              COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" completion --words "$kind" \\
                "${home[@]}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -F _complete_gateway_known -o default gateway
            """;

    private final CommandContext context;
    private final Supplier<CommandLine> commandLine;

    @Mixin private GlobalOptions global;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "bash|zsh|fish", arity = "0..1", description = "The shell.")
    private String shell;

    /** The kind of words to print; used by the scripts. */
    @Option(names = "--words", hidden = true)
    private CompletionCandidates candidates;

    /**
     * Creates the command.
     *
     * @param commandLine makes the whole command line, with all commands
     */
    public CompletionCommand(CommandContext context, Supplier<CommandLine> commandLine) {
        this.context = context;
        this.commandLine = commandLine;
    }

    @Override
    public Integer call() {
        if (candidates != null) {
            candidates.of(global.configFile(), global.home()).forEach(context.out()::line);
            return 0;
        }
        if (shell == null) {
            throw new ParameterException(spec.commandLine(), "Name the shell: bash, zsh or fish");
        }
        switch (shell) {
            case "bash" -> context.out().write(bashScript(commandLine.get()));
            case "zsh" -> context.out().write(ZSH + bashScript(commandLine.get()));
            case "fish" -> context.out().write(FishCompletion.of(commandLine.get()));
            default ->
                    throw new ParameterException(
                            spec.commandLine(),
                            "The shell is bash, zsh or fish, not '" + shell + "'");
        }
        return 0;
    }

    /** Returns the script for bash. */
    public static String bashScript(CommandLine line) {
        return AutoComplete.bash("gateway", line) + HOME_COMPLETION;
    }
}
