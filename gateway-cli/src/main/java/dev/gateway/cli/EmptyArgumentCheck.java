package dev.gateway.cli;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.core.terminal.HelpRenderer;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * A check that rejects empty values, which come from variables that are not set: {@code --home
 * "$BOT"} without {@code BOT} does not mean the current folder.
 */
final class EmptyArgumentCheck implements IExecutionStrategy {

    private final IExecutionStrategy next;
    private final CommandContext context;

    EmptyArgumentCheck(IExecutionStrategy next, CommandContext context) {
        this.next = next;
        this.context = context;
    }

    @Override
    public int execute(ParseResult parsed) {
        for (ParseResult each = parsed; each != null; each = each.subcommand()) {
            if (each.isUsageHelpRequested() || HelpCommand.NAME.equals(each.commandSpec().name())) {
                int width = HelpRenderer.width(context.out().width());
                parsed.commandSpec().commandLine().setUsageHelpWidth(width);
            }
            for (OptionSpec option : each.matchedOptions()) {
                if (option.arity().max() > 0) {
                    check(each, option, "The value of " + option.longestName());
                }
            }
            for (ArgSpec argument : each.matchedPositionals()) {
                check(each, argument, argument.paramLabel());
            }
        }
        return next.execute(parsed);
    }

    private static void check(ParseResult parsed, ArgSpec argument, String name) {
        if (argument.stringValues().stream().anyMatch(String::isBlank)) {
            throw new ParameterException(
                    parsed.commandSpec().commandLine(),
                    name + " is empty; name one, or leave it out");
        }
    }
}
