package dev.gateway.core.adapter;

import dev.gateway.core.adapter.AdapterLoader.Found;
import dev.gateway.core.yaml.ConfigProblem;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A class that a jar names as the provider of a service.
 *
 * @param className the name in the jar
 * @param origin the path of the jar
 */
record ProviderCandidate(String className, Path origin) {

    /** The major version of class files before that of Java 1. */
    private static final int CLASS_FILES_BEFORE_JAVA = 44;

    private static final Pattern TOO_NEW = Pattern.compile("class file version (\\d+)");

    /**
     * Creates the provider. A failure of its classes, an {@link Error} included, is only a problem.
     */
    <S> Optional<Found<S>> make(
            Class<S> service,
            Function<S, String> name,
            ClassLoader loader,
            List<ConfigProblem> problems) {
        try {
            Class<? extends S> type = Class.forName(className, false, loader).asSubclass(service);
            S provider = type.getConstructor().newInstance();
            return Optional.of(new Found<>(provider, name.apply(provider), origin));
        } catch (ClassNotFoundException e) {
            problems.add(
                    problem(
                            "names %s as %s and does not have it"
                                    .formatted(className, service.getSimpleName()),
                            "build it again, or remove it"));
        } catch (ClassCastException | NoSuchMethodException | IllegalAccessException e) {
            problems.add(
                    problem(
                            "names %s, which is no public %s with a public constructor"
                                    .formatted(className, service.getSimpleName()),
                            "build it for this version of the gateway, or remove it"));
        } catch (InvocationTargetException e) {
            problems.add(thrown(e.getCause()));
        } catch (InstantiationException | RuntimeException | Error e) {
            problems.add(thrown(e));
        }
        return Optional.empty();
    }

    private ConfigProblem thrown(Throwable thrown) {
        Throwable cause =
                thrown instanceof ExceptionInInitializerError && thrown.getCause() != null
                        ? thrown.getCause()
                        : thrown;
        if (cause instanceof UnsupportedClassVersionError) {
            Matcher version = TOO_NEW.matcher(String.valueOf(cause.getMessage()));
            String needed =
                    version.find()
                            ? String.valueOf(
                                    Integer.parseInt(version.group(1)) - CLASS_FILES_BEFORE_JAVA)
                            : "a newer version";
            return problem(
                    "is compiled for Java %s, and this is Java %d"
                            .formatted(needed, Runtime.version().feature()),
                    "compile it with --release 17, or run the gateway with Java " + needed);
        }
        if (cause instanceof NoClassDefFoundError missing) {
            return problem(
                    "needs the class %s, which is in no jar"
                            .formatted(OneLineText.of("" + missing.getMessage()).replace('/', '.')),
                    "put the jar that has it beside this one");
        }
        return problem(
                "its %s cannot be made: %s".formatted(className, OneLineText.of(cause.toString())),
                "ask its author, or remove it");
    }

    private ConfigProblem problem(String message, String remedy) {
        return AdapterFolders.problem(origin, message, remedy);
    }
}
