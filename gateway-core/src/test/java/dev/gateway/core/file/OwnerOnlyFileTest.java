package dev.gateway.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyFileTest {

    @TempDir Path folder;

    @Test
    void everyWayToCreateAFileKeepsOtherUsersOut() throws IOException {
        OwnerOnlyFile.create(folder.resolve("empty"));
        OwnerOnlyFile.createIfMissing(folder.resolve("missing"));
        OwnerOnlyFile.create(folder.resolve("text"), "text");
        OwnerOnlyFile.replace(folder.resolve("replaced"), "text");
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try (FileChannel channel = OwnerOnlyFile.open(folder.resolve("opened"), options)) {
            assertThat(channel.isOpen()).isTrue();
        }
        OwnerOnlyFile.restrict(Files.createFile(folder.resolve("restricted")));

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files)
                    .hasSize(6)
                    .allSatisfy(
                            file ->
                                    assertThat(
                                                    PosixFilePermissions.toString(
                                                            Files.getPosixFilePermissions(file)))
                                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void anExistingFileStaysAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");

        assertThatThrownBy(() -> OwnerOnlyFile.create(file))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> OwnerOnlyFile.create(file, "new"))
                .isInstanceOf(FileAlreadyExistsException.class);
        OwnerOnlyFile.createIfMissing(file);

        assertThat(file).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }
}
