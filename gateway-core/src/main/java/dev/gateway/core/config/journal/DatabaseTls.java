package dev.gateway.core.config.journal;

import dev.gateway.core.yaml.YamlQuoting;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The encryption of the connections to the database. The server's certificate and its name are
 * checked, except that a connection to this machine itself needs no encryption.
 *
 * @param mode whether connections are encrypted
 * @param ca the file with the certificates of the authorities that are trusted; empty for those of
 *     the Java runtime
 * @param certificate the file with the client's certificate, if it has one
 * @param key the file with the client's key
 */
public record DatabaseTls(
        Mode mode, Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {

    /** Encryption as the servers' addresses need it. */
    public static final DatabaseTls DEFAULT =
            new DatabaseTls(
                    Mode.UNLESS_LOOPBACK, Optional.empty(), Optional.empty(), Optional.empty());

    /** Returns the section of the config that means the same. */
    public String words() {
        var text = new StringBuilder("{" + DatabaseTlsReader.MODE + ": " + mode.word());
        ca.ifPresent(file -> append(text, DatabaseTlsReader.CA, file));
        certificate.ifPresent(file -> append(text, DatabaseTlsReader.CERTIFICATE, file));
        key.ifPresent(file -> append(text, DatabaseTlsReader.PRIVATE_KEY, file));
        return text.append('}').toString();
    }

    private static void append(StringBuilder text, String key, Path file) {
        text.append(", ").append(key).append(": ").append(YamlQuoting.quoted(file.toString()));
    }

    /** When connections are encrypted and the server is verified. */
    public enum Mode {
        /** Always. */
        VERIFY_FULL,
        /** Always, except to this machine itself. */
        UNLESS_LOOPBACK;

        private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** Returns the word of the config. */
        public String word() {
            return word;
        }

        /** Returns the words of the config. */
        static List<String> words() {
            return Stream.of(values()).map(Mode::word).toList();
        }

        /** Returns the mode of that word. */
        static Optional<Mode> of(String word) {
            return Stream.of(values()).filter(mode -> mode.word.equals(word)).findFirst();
        }
    }
}
