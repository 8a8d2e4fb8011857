package dev.gateway.core.adapter;

import dev.gateway.core.file.UntrustedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;

/**
 * The content of a jar at the time of its reading. A later replacement of the file does no harm to
 * a process that still loads classes from it.
 *
 * @param file the file that was read
 * @param sum the checksum of its bytes
 * @param entries the entries by name; of a multi-release jar those for this Java
 */
record AdapterJar(Path file, String sum, Map<String, byte[]> entries) {

    /** The largest jar that is held in memory. */
    private static final int MAX_BYTES = 64 << 20;

    /**
     * Reads a jar.
     *
     * @throws IOException if the file is not plain, no whole jar or too large; the message says
     *     which
     */
    static AdapterJar read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = UntrustedFiles.openConfigured(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException("is larger than " + (MAX_BYTES >> 20) + " MiB");
        }
        return new AdapterJar(file, sum(bytes), entries(file));
    }

    private static Map<String, byte[]> entries(Path file) throws IOException {
        Map<String, byte[]> entries = new HashMap<>();
        long left = MAX_BYTES;
        try (JarFile jar =
                new JarFile(file.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
            for (JarEntry entry : jar.versionedStream().toList()) {
                if (entry.isDirectory()) {
                    continue;
                }
                try (InputStream in = jar.getInputStream(entry)) {
                    byte[] bytes = in.readNBytes((int) left + 1);
                    left -= bytes.length;
                    entries.put(entry.getName(), bytes);
                }
                if (left < 0) {
                    throw new IOException("unpacks to more than " + (MAX_BYTES >> 20) + " MiB");
                }
            }
        }
        return entries;
    }

    private static String sum(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    Optional<byte[]> entry(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /** Returns the classes that the jar names as providers of {@code service}. */
    List<String> providers(Class<?> service) {
        return entry("META-INF/services/" + service.getName())
                .map(ProviderNames::in)
                .orElse(List.of());
    }
}
