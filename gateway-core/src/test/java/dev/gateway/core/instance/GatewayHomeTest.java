package dev.gateway.core.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayHomeTest {

    @TempDir Path folder;

    @Test
    void itsFilesHaveTheNamesThatToolsRelyOn() {
        var home = new GatewayHome(Path.of("/home/me/.gateway"));
        assertThat(home.config()).hasToString("/home/me/.gateway/config.yaml");
        assertThat(home.lock()).hasToString("/home/me/.gateway/gateway.lock");
        assertThat(home.takeoverLock()).hasToString("/home/me/.gateway/takeover.lock");
        assertThat(home.pidFile()).hasToString("/home/me/.gateway/gateway.pid");
        assertThat(home.state()).hasToString("/home/me/.gateway/state.json");
        assertThat(home.events()).hasToString("/home/me/.gateway/events.jsonl");
        assertThat(home.journal()).hasToString("/home/me/.gateway/journal.db");
        assertThat(home.log()).hasToString("/home/me/.gateway/logs/gateway.log");
        assertThat(home).hasToString("/home/me/.gateway");
    }

    @Test
    void theSameFolderIsTheSameHomeHoweverItIsWritten() {
        assertThat(new GatewayHome(Path.of("a/../b")))
                .isEqualTo(new GatewayHome(Path.of("b").toAbsolutePath()));
    }

    @Test
    void aNewHomeIsItsOwnersAlone() throws Exception {
        var home = new GatewayHome(folder.resolve("deep/down"));
        HomeDirectory.prepare(home);
        for (Path made : new Path[] {home.folder(), home.logs(), home.media()}) {
            assertThat(mode(made)).isEqualTo("rwx------");
        }
        assertThat(mode(folder.resolve("deep"))).isEqualTo("rwx------");
        HomeDirectory.prepare(home);
    }

    @Test
    void aFolderThatOthersUseIsRefusedAsAHomeAndLeftAsItIs() throws Exception {
        var home = new GatewayHome(folder.resolve("shared"));
        Files.createDirectories(home.folder());
        for (String open : List.of("rwxr-xr-x", "rwxr-x---", "rwx--x--x", "rwxrwx---")) {
            Files.setPosixFilePermissions(home.folder(), PosixFilePermissions.fromString(open));

            assertThatThrownBy(() -> HomeDirectory.prepare(home))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining("chmod 700 " + home);

            assertThat(mode(home.folder())).isEqualTo(open);
            assertThat(home.folder()).isEmptyDirectory();
        }
    }

    @Test
    void anOpenHomeThatAGatewayHasLivedInIsUsedAsItIs() throws Exception {
        for (String name : List.of("bot", ".gateway")) {
            var home = new GatewayHome(folder.resolve(name));
            Files.createDirectories(home.folder());
            Files.setPosixFilePermissions(
                    home.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.writeString(home.config(), "precious");
            if (name.equals("bot")) {
                Files.createFile(home.lock());
            }

            HomeDirectory.prepare(home);

            assertThat(mode(home.folder())).isEqualTo("rwxr-xr-x");
            assertThat(home.config()).hasContent("precious");
            assertThat(mode(home.logs())).isEqualTo("rwx------");
        }
    }

    @Test
    void whatALinkLeadsToKeepsItsMode() throws Exception {
        var home = new GatewayHome(folder.resolve("home"));
        HomeDirectory.create(home.folder());
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxr-x"));
        Files.createSymbolicLink(home.logs(), shared);
        Files.createSymbolicLink(home.media(), shared);

        HomeDirectory.prepare(home);

        assertThat(mode(shared)).isEqualTo("rwxrwxr-x");
    }

    @Test
    void aFolderThatIsThereKeepsItsModeAndSoDoItsParents() throws Exception {
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

        HomeDirectory.create(open);
        HomeDirectory.create(open.resolve("token-locks"));

        assertThat(mode(open)).isEqualTo("rwxrwxrwx");
        assertThat(mode(open.resolve("token-locks"))).isEqualTo("rwx------");
    }

    @Test
    void aHomeThatOthersCanWriteToIsRefusedAndLeftAsItIs() throws Exception {
        var home = new GatewayHome(folder.resolve("home"));
        Files.createDirectories(home.folder());
        Files.setPosixFilePermissions(home.folder(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> HomeDirectory.prepare(home))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("chmod 700 " + home);
        assertThat(mode(home.folder())).isEqualTo("rwxrwxrwx");
        assertThat(home.folder()).isEmptyDirectory();
    }

    @Test
    void aFileInPlaceOfAFolderIsNamed() throws Exception {
        var home = new GatewayHome(folder.resolve("home"));
        Files.createFile(home.folder());
        assertThatThrownBy(() -> HomeDirectory.prepare(home))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(home.toString());
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
