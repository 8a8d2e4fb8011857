package dev.gateway.cli.login;

import dev.gateway.core.file.AtomicFile;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.HomeDirectory;
import dev.gateway.core.yaml.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The file of a bot token from a login: {@code secrets/weixin-NAME} in the home, mode 0600. */
final class TokenFile {

    private static final String PREFIX = "weixin-";

    private final GatewayHome home;
    private final Path folder;
    private final Path file;

    TokenFile(GatewayHome home, String name) {
        this.home = home;
        folder = home.folder().resolve("secrets");
        file = folder.resolve(PREFIX + name);
    }

    Path path() {
        return file;
    }

    /**
     * Replaces the token in the file; a crash leaves the old or the new one.
     *
     * @throws IOException if the file cannot be written
     */
    void write(Secret token) throws IOException {
        HomeDirectory.ensure(home);
        HomeDirectory.create(folder);
        AtomicFile.write(file, (token.reveal() + "\n").getBytes(StandardCharsets.UTF_8), true);
    }

    /** Returns the token in the file. */
    Optional<Secret> read() {
        return read(file);
    }

    /** Returns the tokens of all accounts of this home. */
    List<Secret> all() {
        List<Secret> tokens = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path one : files) {
                read(one).ifPresent(tokens::add);
            }
        } catch (IOException e) {
            return tokens;
        }
        return tokens;
    }

    private static Optional<Secret> read(Path path) {
        try {
            return Optional.of(Files.readString(path).strip())
                    .filter(text -> !text.isEmpty())
                    .map(Secret::of);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
