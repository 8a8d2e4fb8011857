package dev.gateway.cli.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether the journal can grow: a gateway that cannot store takes no messages. */
final class DiskCheck implements Check {

    private static final String NAME = "disk";
    private static final long MEGABYTE = 1 << 20;
    private static final long LEAST = 256 * MEGABYTE;

    @Override
    public List<Fact> look(Patient patient) throws IOException {
        Path folder = patient.home().folder();
        while (!Files.exists(folder)) {
            folder = folder.getParent();
        }
        FileStore store = Files.getFileStore(folder);
        long free = store.getUsableSpace();
        String text = "%,d MB free for %s".formatted(free / MEGABYTE, folder);
        if (store.isReadOnly()) {
            return List.of(
                    Fact.wrong(NAME, folder + " is on a read-only disk", "mount it writable"));
        }
        return List.of(
                free < LEAST
                        ? Fact.wrong(NAME, text, "make room: at least 256 MB")
                        : Fact.good(NAME, text));
    }
}
