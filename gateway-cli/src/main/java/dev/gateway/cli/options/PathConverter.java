package dev.gateway.cli.options;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A converter for paths on the command line and in variables. A {@code ~/} that no shell has
 * expanded, as in {@code --home=~/bot} or in a service's environment, is the user's home. {@code
 * ~name} is rejected: no operator means a folder of that name.
 */
public final class PathConverter implements ITypeConverter<Path> {

    /** A property that the launcher sets if the current folder no longer exists. */
    private static final String NO_FOLDER = "gateway.no.folder";

    private final UnaryOperator<String> environment;

    public PathConverter(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    @Override
    public Path convert(String value) {
        return problem(value)
                .<Path>map(
                        problem -> {
                            throw new TypeConversionException(problem);
                        })
                .orElseGet(() -> Path.of(expanded(value)));
    }

    /** Returns the problem of the value, a phrase that begins with it; empty if it is valid. */
    Optional<String> problem(String value) {
        if (value.isBlank()) {
            return Optional.of("'' is empty; name a path, or leave the option out");
        }
        if (value.startsWith("~") && !isHome(value)) {
            return Optional.of(
                    "'%s' begins with ~, which no shell has replaced; write the path out"
                            .formatted(value));
        }
        try {
            Path path = Path.of(expanded(value));
            if (!path.isAbsolute() && System.getProperty(NO_FOLDER) != null) {
                return Optional.of(
                        "'%s' is relative, but the current folder is gone; write the path from /"
                                .formatted(value));
            }
            return Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.of("'%s' is no path".formatted(value));
        }
    }

    private static boolean isHome(String value) {
        return value.equals("~") || value.startsWith("~/");
    }

    private String expanded(String value) {
        return isHome(value) ? DefaultHome.userHome(environment) + value.substring(1) : value;
    }
}
