package dev.gateway.sim.runner;

import dev.gateway.sim.process.HomeProcessFinder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The search for leaked secrets: in the content and names of the files of all homes and of the
 * token locks, in the output of processes and commands, and on command lines. The operator's own
 * config may hold secrets.
 */
record SecretLeakCheck(ScenarioEnvironment environment) {

    private static final String CONFIG = "config.yaml";
    private static final int MAX_READ = 64 << 20;

    Observation none() {
        List<String> secrets = secrets();
        Predicate<String> leaks = text -> secrets.stream().anyMatch(text::contains);
        return inPrinted(leaks)
                .or(() -> onCommandLines(leaks))
                .or(() -> inFiles(leaks))
                .map(where -> new Observation(false, "a secret in " + where))
                .orElseGet(() -> new Observation(true, "no secret anywhere"));
    }

    private List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        environment
                .platforms()
                .forEach((name, one) -> secrets.addAll(one.secrets(environment.token(name))));
        List<String> forms = new ArrayList<>(secrets);
        secrets.forEach(one -> forms.add(URLEncoder.encode(one, StandardCharsets.UTF_8)));
        return forms;
    }

    private Optional<String> inPrinted(Predicate<String> leaks) {
        Optional<String> process =
                environment.processes().stream()
                        .filter(one -> one.printed().stream().anyMatch(leaks))
                        .map(one -> "the output of " + one.name())
                        .findFirst();
        return process.or(
                () ->
                        environment.printed().stream()
                                .filter(leaks)
                                .findFirst()
                                .map(text -> "the output of a command"));
    }

    private Optional<String> onCommandLines(Predicate<String> leaks) {
        return environment.workspace().scope().survivors().stream()
                .filter(pid -> HomeProcessFinder.commandLine(pid).stream().anyMatch(leaks))
                .map(pid -> "the command line of PID " + pid)
                .findFirst();
    }

    private Optional<String> inFiles(Predicate<String> leaks) {
        try (Stream<Path> all = Files.walk(environment.workspace().folder())) {
            return all.filter(
                            file -> leaks.test(file.getFileName().toString()) || holds(file, leaks))
                    .map(Path::toString)
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            // A file that is deleted meanwhile is searched the next time.
            return Optional.empty();
        }
    }

    private static boolean holds(Path file, Predicate<String> leaks) {
        if (file.getFileName().toString().equals(CONFIG)
                || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return leaks.test(new String(in.readNBytes(MAX_READ), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return false;
        }
    }
}
