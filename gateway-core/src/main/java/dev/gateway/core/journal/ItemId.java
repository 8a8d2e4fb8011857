package dev.gateway.core.journal;

import java.util.UUID;

/**
 * Ids of messages and of answers: half time, half random, so that they never repeat, whatever
 * database keeps them and whatever it loses. The time comes first, so that new ids are neighbours
 * in an index and few of its pages change. An answer's id is the key by which a platform recognises
 * it when it is sent again, so that it is short and made of letters and digits only.
 */
public final class ItemId {

    /** Digits and lower-case letters, without those that are read as others. */
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    private static final int BITS_PER_CHARACTER = 5;
    private static final int HALF_BITS = 40;

    private ItemId() {}

    /** Returns a new id: 16 characters, of which 8 are the time and 8 are 40 random bits. */
    public static String random() {
        var id = new StringBuilder(2 * HALF_BITS / BITS_PER_CHARACTER);
        append(System.currentTimeMillis(), id);
        // The bits of the variant are not among them.
        append(UUID.randomUUID().getLeastSignificantBits(), id);
        return id.toString();
    }

    private static void append(long bits, StringBuilder id) {
        for (int at = HALF_BITS - BITS_PER_CHARACTER; at >= 0; at -= BITS_PER_CHARACTER) {
            id.append(ALPHABET.charAt((int) (bits >>> at) & (ALPHABET.length() - 1)));
        }
    }
}
