package dev.gateway.core.yaml;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** A search for the known name that a misspelled name stands for. */
public final class SpellingSuggestion {

    private static final int MAX_LENGTH = 64;
    private static final int SHORTEST_PART = 4;

    private SpellingSuggestion() {}

    /**
     * Returns the known name that {@code given} most likely misspells; empty if none is near
     * enough.
     */
    public static Optional<String> among(String given, Collection<String> known) {
        if (given.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String plain = plain(given);
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String name : known) {
            int distance = distance(plain, plain(name));
            if (distance < least) {
                least = distance;
                nearest = name;
            }
        }
        if (nearest != null && least <= Math.max(1, Math.min(plain.length(), 9) / 3)) {
            return Optional.of(nearest);
        }
        return partOf(plain, known);
    }

    /**
     * Returns the name without differences that are habits, not slips: {@code drainTimeout}, {@code
     * Drain-Timeout}.
     */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    private static Optional<String> partOf(String plain, Collection<String> known) {
        String found = null;
        for (String name : known) {
            String other = plain(name);
            boolean part =
                    plain.length() >= SHORTEST_PART && other.contains(plain)
                            || other.length() >= SHORTEST_PART && plain.contains(other);
            if (part && found != null) {
                return Optional.empty();
            }
            if (part) {
                found = name;
            }
        }
        return Optional.ofNullable(found);
    }

    /**
     * Returns the number of insertions, deletions, substitutions and swaps of neighbours between
     * both.
     */
    private static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
