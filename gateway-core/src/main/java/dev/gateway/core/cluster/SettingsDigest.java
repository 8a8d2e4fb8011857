package dev.gateway.core.cluster;

import dev.gateway.core.config.AccessPolicy;
import dev.gateway.core.config.PlatformConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The settings of an account that people notice, each as a short digest, so that hosts can compare
 * them without showing them. Secrets, addresses, proxies and free texts are left out: they may
 * differ between hosts, and a digest of a short secret gives it away.
 *
 * @param byKey the digests by the key of the config
 */
public record SettingsDigest(SortedMap<String, String> byKey) {

    private static final int BYTES = 4;
    private static final String BETWEEN = " ";

    /** Copies the map. */
    public SettingsDigest {
        byKey = new TreeMap<>(byKey);
    }

    /** Returns the digest of an account. */
    public static SettingsDigest of(PlatformConfig account) {
        SortedMap<String, String> values = new TreeMap<>();
        account.options()
                .asMap()
                .forEach(
                        (key, value) -> {
                            if (isPlain(value)) {
                                values.put(key, value.toString());
                            }
                        });
        AccessPolicy access = account.access();
        values.put("dm_policy", access.direct().wireName());
        values.put("allow_from", new TreeSet<>(access.allowFrom()).toString());
        values.put("group_policy", access.group().name());
        values.put("require_mention", String.valueOf(access.requireMention()));
        values.put("groups", new TreeMap<>(access.groups()).toString());
        values.put("respond_to_all", String.valueOf(access.respondToAll()));
        values.put("bots", access.bots().name());
        values.put("format", account.format().name());
        values.put("send_limit", String.valueOf(account.sendLimited()));
        values.put("burst_window", account.intake().burstWindow().toString());
        values.put("max_age", account.intake().maxAge().toString());
        values.replaceAll(SettingsDigest::digest);
        return new SettingsDigest(values);
    }

    /** Reads what {@link #text()} has written; what is not of its form is left out. */
    public static SettingsDigest parse(String text) {
        SortedMap<String, String> digests = new TreeMap<>();
        Arrays.stream(text.split(BETWEEN))
                .map(each -> each.split("=", 2))
                .filter(parts -> parts.length == 2)
                .forEach(parts -> digests.put(parts[0], parts[1]));
        return new SettingsDigest(digests);
    }

    /** Returns it as one line. */
    public String text() {
        List<String> parts = new ArrayList<>();
        byKey.forEach((key, digest) -> parts.add(key + "=" + digest));
        return String.join(BETWEEN, parts);
    }

    /**
     * Returns the keys that are not the same in another digest.
     *
     * @param common whether a key counts only if both have it: another version has other keys
     */
    public Set<String> differences(SettingsDigest other, boolean common) {
        Set<String> keys = new TreeSet<>(byKey.keySet());
        if (common) {
            keys.retainAll(other.byKey.keySet());
        } else {
            keys.addAll(other.byKey.keySet());
        }
        keys.removeIf(key -> String.valueOf(byKey.get(key)).equals(other.byKey.get(key)));
        return keys;
    }

    private static boolean isPlain(Object value) {
        return value instanceof Boolean || value instanceof Long || value instanceof Duration;
    }

    private static String digest(String key, String value) {
        byte[] bytes = (key + '\0' + value).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
