package dev.gateway.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControllingTerminalTest {

    @TempDir Path folder;

    @Test
    void isTheSeventhFieldOfStatWhateverTheProgramIsCalled() throws Exception {
        assertThat(stat("4711 (java) S 1 4711 4711 34816 4711 4194304 0")).isTrue();
        assertThat(stat("4711 (a b) (c) S 1 4711 4711 0 -1 4194304 0")).isFalse();
    }

    @Test
    void withoutProcOnlyOneThatCanBeOpenedIsThere() throws Exception {
        Path nowhere = folder.resolve("nowhere");
        Path there = Files.createFile(folder.resolve("tty"));

        assertThat(new ControllingTerminal(nowhere, there).isThere()).isTrue();
        assertThat(new ControllingTerminal(nowhere, nowhere).isThere()).isFalse();
    }

    private boolean stat(String line) throws Exception {
        Path file = Files.writeString(folder.resolve("stat"), line);
        return new ControllingTerminal(file, folder.resolve("none")).isThere();
    }
}
