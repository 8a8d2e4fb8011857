package dev.gateway.adapter.telegram.outgoing;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The progress of the latest messages, so that a message whose second file failed does not repeat
 * its text. It exists in memory only: after a restart a partly sent message is sent whole.
 * Thread-safe.
 */
public final class SendProgressCache {

    private static final int KEPT = 1000;

    private final Map<String, Progress> latest =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Progress> eldest) {
                    return size() > KEPT;
                }
            };

    /**
     * The sent parts of a message.
     *
     * @param text whether its text was sent
     * @param files the places of the files that were sent
     * @param first the platform's id of the first part
     */
    public record Progress(boolean text, Set<Integer> files, Optional<String> first) {

        /** Copies the set. */
        public Progress {
            files = Set.copyOf(files);
        }

        /** Returns the progress after another part, which has this id. */
        public Progress plus(TelegramMessagePart part, Optional<String> id) {
            Set<Integer> all = new HashSet<>(files);
            part.files().forEach(file -> all.add(file.index()));
            return new Progress(text || !part.text().isEmpty(), all, first.or(() -> id));
        }
    }

    /** Returns the progress of a message. */
    public synchronized Progress of(String id) {
        return latest.getOrDefault(id, new Progress(false, Set.of(), Optional.empty()));
    }

    /** Records the progress of a message. */
    public synchronized void sent(String id, Progress progress) {
        latest.put(id, progress);
    }
}
