package dev.gateway.it.crash;

import dev.gateway.sim.process.ExpectationFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The check that the tokens of a config occur nowhere else. */
final class ConfigSecretScan {

    private static final Pattern SECRET = Pattern.compile("(?:token|app_secret): \"([^\"]+)\"");

    private final List<String> secrets;

    /** Creates a check for the tokens of this config. */
    ConfigSecretScan(String yaml) {
        secrets =
                SECRET.matcher(yaml)
                        .results()
                        .map(MatchResult::group)
                        .map(ConfigSecretScan::value)
                        .toList();
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("a config without secrets");
        }
    }

    private static String value(String setting) {
        return setting.substring(setting.indexOf('"') + 1, setting.length() - 1);
    }

    /** Fails if one is in this text. */
    void expectNoneIn(String where, String words) {
        for (String secret : secrets) {
            if (words.contains(secret)) {
                throw new ExpectationFailedException("a token is in " + where);
            }
        }
    }

    /**
     * Fails if one is in the content or the name of a file below this folder, except for the config
     * itself.
     */
    void expectNoneBelow(Path folder, Path config) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(one -> !one.equals(config)).toList()) {
                expectNoneIn("the name " + file.getFileName(), file.getFileName().toString());
                if (Files.isRegularFile(file)) {
                    expectNoneIn(file.toString(), content(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look through " + folder, e);
        }
    }

    /** Reads the bytes as characters: the journal is not text. */
    private static String content(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
