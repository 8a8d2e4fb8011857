package dev.gateway.postgres.attachment;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The digest of a content, which is its name in all stores and, with the ending that the file had,
 * in the media folder of each host.
 *
 * @param hex SHA-256, in lower-case hexadecimal digits
 */
record ContentKey(String hex) {

    private static final Pattern FILE = Pattern.compile("([0-9a-f]{64})(?:\\.[A-Za-z0-9]{1,8})?");
    private static final Pattern ENDING = Pattern.compile("\\.[A-Za-z0-9]{1,8}$");

    /** Returns the key of a digest. */
    static ContentKey of(byte[] digest) {
        return new ContentKey(HexFormat.of().formatHex(digest));
    }

    /** Returns the key in the name of a file of the media folder; empty for any other file. */
    static Optional<ContentKey> ofFile(String name) {
        Matcher matcher = FILE.matcher(name);
        return matcher.matches() ? Optional.of(new ContentKey(matcher.group(1))) : Optional.empty();
    }

    /**
     * Returns the name of the file in the media folder.
     *
     * @param shown the name that people see, of which the ending remains
     */
    String fileName(String shown) {
        Matcher ending = ENDING.matcher(shown);
        return ending.find() ? hex + ending.group() : hex;
    }
}
