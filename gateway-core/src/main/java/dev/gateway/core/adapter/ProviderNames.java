package dev.gateway.core.adapter;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A reader of the files that {@link java.util.ServiceLoader} reads: a class name a line, and
 * comments.
 */
final class ProviderNames {

    private ProviderNames() {}

    static List<String> in(byte[] file) {
        return new String(file, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split("#", 2)[0].strip())
                .filter(line -> !line.isEmpty())
                .distinct()
                .toList();
    }
}
