package dev.gateway.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.token.TokenLockFolder.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenLockFolderTest {

    private static final long ME =
            ((Number) attribute(Path.of("/proc/self"), "unix:uid")).longValue();

    @TempDir Path shared;

    @Test
    void theLocksLieInTheHomeOfTheMachineUserWhateverHomeSays() throws Exception {
        Path folder = TokenLockFolder.of(Map.of("HOME", "/elsewhere")::get);
        assertThat(folder)
                .isEqualTo(
                        Path.of(System.getProperty("user.home"))
                                .resolve(".local/state/gateway/token-locks"));
        assertThat(TokenLockFolder.of(Map.of("GATEWAY_TOKEN_LOCK_DIR", " ")::get))
                .isEqualTo(folder);
    }

    @Test
    void oneVariableMovesThem() throws Exception {
        assertThat(TokenLockFolder.of(Map.of("GATEWAY_TOKEN_LOCK_DIR", "/srv/locks")::get))
                .hasToString("/srv/locks");
    }

    /** Each working folder would have another folder of locks: two pollers of one token. */
    @Test
    void itDoesNotMoveThemToWhereverTheShellJustIs() {
        for (String relative : new String[] {"locks", "./locks", "~/locks", "../locks"}) {
            assertThatThrownBy(
                            () ->
                                    TokenLockFolder.of(
                                            Map.of("GATEWAY_TOKEN_LOCK_DIR", relative)::get))
                    .as(relative)
                    .isInstanceOfSatisfying(
                            TokenLockFolderException.class, e -> assertThat(e.isDenied()).isFalse())
                    .hasMessageContaining("GATEWAY_TOKEN_LOCK_DIR", relative);
        }
    }

    @Test
    void aUserWithoutHomeHasAFolderOfHisOwnWhateverHomeSays() throws Exception {
        for (Map<String, String> environment :
                List.of(
                        Map.<String, String>of(),
                        Map.of("HOME", "/"),
                        Map.of("HOME", shared.toString()))) {
            assertThat(TokenLockFolder.of(environment::get, homeless(ME), shared))
                    .isEqualTo(shared.resolve("gateway-" + ME))
                    .isDirectory();
        }
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(shared.resolve("gateway-" + ME))))
                .isEqualTo("rwx------");
    }

    @Test
    void aFolderThatAnotherUserMadeFirstIsAnErrorThatSaysWhatToDo() throws Exception {
        Files.createDirectory(shared.resolve("gateway-" + (ME + 1)));
        assertSquatted(ME + 1, "belongs to");
        Path open = Files.createDirectory(shared.resolve("gateway-" + ME));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertSquatted(ME, "is open to other users");
        Files.delete(open);
        Files.createSymbolicLink(open, Files.createDirectory(shared.resolve("elsewhere")));
        assertSquatted(ME, "is no folder");
    }

    private void assertSquatted(long uid, String why) {
        assertThatThrownBy(() -> TokenLockFolder.of(name -> null, homeless(uid), shared))
                .isInstanceOfSatisfying(
                        TokenLockFolderException.class, e -> assertThat(e.isDenied()).isTrue())
                .hasMessageContaining(why)
                .hasMessageContaining("GATEWAY_TOKEN_LOCK_DIR");
    }

    private static Account homeless(long uid) {
        return new Account(uid, Optional.empty());
    }

    private static Object attribute(Path file, String name) {
        try {
            return Files.getAttribute(file, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
