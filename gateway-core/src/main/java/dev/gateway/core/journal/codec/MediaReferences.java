package dev.gateway.core.journal.codec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The names of attachments in the journal: a path in the home's media folder is stored relative to
 * that folder, so that a home can be moved and a journal restored elsewhere; any other path is
 * stored as it is.
 */
public final class MediaReferences {

    private static final String SEPARATOR = "/";

    /** The name of the media folder in each home, in the middle of a path. */
    private static final String IN_MEDIA = "/media/";

    private final String prefix;

    /** Creates the names for the media folder of a home. */
    public MediaReferences(Path media) {
        this.prefix = media.toAbsolutePath().normalize() + SEPARATOR;
    }

    /** Returns the name to store for a path. */
    String reference(String location) {
        if (!location.startsWith(prefix)) {
            return location;
        }
        String within = location.substring(prefix.length());
        return isWithin(within) ? within : location;
    }

    /** Returns the path for a stored name. */
    String location(String reference) {
        return reference.startsWith(SEPARATOR) || !isWithin(reference)
                ? reference
                : prefix + reference;
    }

    /**
     * Returns the name to store for a path that a former version has stored: a file of a former
     * place of this home is found by its name below {@code media}, if it lies here too.
     *
     * @param size the size of the file
     */
    String migrated(String location, long size) {
        String reference = reference(location);
        if (!reference.equals(location)) {
            return reference;
        }
        int media = location.lastIndexOf(IN_MEDIA);
        while (media >= 0) {
            String within = location.substring(media + IN_MEDIA.length());
            if (isWithin(within) && isHere(location, within, size)) {
                return within;
            }
            media = location.lastIndexOf(IN_MEDIA, media - 1);
        }
        return location;
    }

    private boolean isHere(String location, String within, long size) {
        Optional<Long> here = size(prefix + within);
        return here.isPresent() && (here.get() == size || size(location).isEmpty());
    }

    private static Optional<Long> size(String file) {
        try {
            Path path = Path.of(file);
            return Files.isRegularFile(path) ? Optional.of(Files.size(path)) : Optional.empty();
        } catch (InvalidPathException | IOException e) {
            return Optional.empty();
        }
    }

    /** Returns whether a relative path stays below the folder. */
    private static boolean isWithin(String relative) {
        return !relative.isEmpty()
                && !relative.startsWith(SEPARATOR)
                && !(SEPARATOR + relative + SEPARATOR).contains("/../");
    }
}
