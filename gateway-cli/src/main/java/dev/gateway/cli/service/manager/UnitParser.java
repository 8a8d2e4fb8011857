package dev.gateway.cli.service.manager;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A parser of units that {@link SystemdUnit} wrote; understands no other quoting. */
final class UnitParser {

    private static final String CONFIG = "--config=";

    private UnitParser() {}

    static InstalledSettings of(String text) {
        Map<String, String> environment = new HashMap<>();
        Optional<Path> config = Optional.empty();
        Optional<String> user = Optional.empty();
        for (String line : text.lines().toList()) {
            String value = line.substring(line.indexOf('=') + 1);
            if (line.startsWith("Environment=")) {
                for (String word : words(value)) {
                    int equals = word.indexOf('=');
                    if (equals > 0) {
                        environment.put(word.substring(0, equals), word.substring(equals + 1));
                    }
                }
            } else if (line.startsWith("ExecStart=")) {
                config =
                        words(value).stream()
                                .filter(word -> word.startsWith(CONFIG))
                                .map(word -> word.substring(CONFIG.length()).replace("$$", "$"))
                                .map(Path::of)
                                .findFirst();
            } else if (line.startsWith("User=")) {
                user = Optional.of(value.replace("%%", "%"));
            }
        }
        return new InstalledSettings(environment, config, user);
    }

    private static List<String> words(String value) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && i + 1 < value.length()) {
                word.append(value.charAt(++i));
            } else if (c == ' ' && !quoted) {
                words.add(word.toString().replace("%%", "%"));
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        words.add(word.toString().replace("%%", "%"));
        return words;
    }
}
