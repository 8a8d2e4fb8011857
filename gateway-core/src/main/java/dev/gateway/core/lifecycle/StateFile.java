package dev.gateway.core.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.JsonTree;
import dev.gateway.core.instance.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@code state.json} up to date, writing only what changed. Thread-safe. Only the holder of
 * the home may have one. A file that cannot be written costs the view, never the gateway.
 */
final class StateFile {

    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);

    private final Path file;
    private ObjectNode written;
    private boolean broken;

    StateFile(Path file) {
        this.file = file;
    }

    synchronized void write(StateSnapshot snapshot) {
        ObjectNode node = snapshot.toJson();
        if (node.equals(written)) {
            return;
        }
        try {
            byte[] content = JsonTree.bytes(node);
            try {
                AtomicFile.write(file, content, false);
            } catch (IOException e) {
                // On a full disk the old one holds the very space that the new one needs; and no
                // view is better than one that says that all is well.
                removeOld(e);
                AtomicFile.write(file, content, false);
            }
            written = node;
            broken = false;
        } catch (IOException e) {
            if (!broken) {
                broken = true;
                LOG.warn("Cannot write {}: {}", file, e.getMessage());
            }
        }
    }

    private void removeOld(IOException why) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw why;
        }
        Files.delete(file);
    }
}
