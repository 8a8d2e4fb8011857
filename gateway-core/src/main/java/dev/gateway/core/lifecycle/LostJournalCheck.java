package dev.gateway.core.lifecycle;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The evidence in a home's events about a journal that no longer exists. */
final class LostJournalCheck {

    private static final String OPENED = "\"journal_opened\"";

    private LostJournalCheck() {}

    /** Returns whether a gateway of this home has had a journal open before. */
    static boolean isIn(Path events) {
        Path rotated = events.resolveSibling(events.getFileName() + ".1");
        return List.of(events, rotated).stream().anyMatch(LostJournalCheck::names);
    }

    private static boolean names(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        // Any bytes are readable in this charset, also those of a damaged trail.
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            String line = lines.readLine();
            while (line != null) {
                if (line.contains(OPENED)) {
                    return true;
                }
                line = lines.readLine();
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
