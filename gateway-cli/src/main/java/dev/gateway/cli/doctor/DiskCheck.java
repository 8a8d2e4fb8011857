package dev.gateway.cli.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The check of the disk: a gateway that cannot store accepts no messages. */
final class DiskCheck implements DoctorCheck {

    private static final String NAME = "disk";
    private static final long MEGABYTE = 1 << 20;
    private static final long MIN_FREE = 256 * MEGABYTE;

    private final FileStoreLookup lookup;

    DiskCheck() {
        this(Files::getFileStore);
    }

    DiskCheck(FileStoreLookup lookup) {
        this.lookup = lookup;
    }

    /** A lookup of a path's file store. */
    @FunctionalInterface
    interface FileStoreLookup {
        FileStore of(Path path) throws IOException;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<CheckResult> check(DiagnosisContext context) {
        Path folder = context.home().folder();
        while (!Files.exists(folder)) {
            folder = folder.getParent();
        }
        return List.of(check(folder));
    }

    CheckResult check(Path folder) {
        if (isReadOnly(folder)) {
            return CheckResult.failed(
                    NAME, folder + " is on a read-only disk", "mount it writable");
        }
        long free = folder.toFile().getUsableSpace();
        String text = "%,d MB free for %s".formatted(free / MEGABYTE, folder);
        return free < MIN_FREE
                ? CheckResult.failed(NAME, text, "make room: at least 256 MB")
                : CheckResult.ok(NAME, text);
    }

    /** Returns whether the disk is read-only; false if the mount table lacks it, as in a chroot. */
    private boolean isReadOnly(Path folder) {
        try {
            return lookup.of(folder).isReadOnly();
        } catch (IOException e) {
            return false;
        }
    }
}
