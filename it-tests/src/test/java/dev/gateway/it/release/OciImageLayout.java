package dev.gateway.it.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.sim.process.ProcessScope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** An unpacked OCI image layout; each blob is checked against its digest. */
final class OciImageLayout {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ProcessScope scope;
    private final Path folder;
    private final JsonNode manifest;
    private final JsonNode config;

    private OciImageLayout(ProcessScope scope, Path folder) throws IOException {
        this.scope = scope;
        this.folder = folder;
        JsonNode layout = JSON.readTree(folder.resolve("oci-layout").toFile());
        if (!layout.path("imageLayoutVersion").asText().equals("1.0.0")) {
            throw new AssertionError("not an image layout: " + layout);
        }
        JsonNode index = JSON.readTree(folder.resolve("index.json").toFile());
        manifest = JSON.readTree(blob(index.path("manifests").path(0)).toFile());
        config = JSON.readTree(blob(manifest.path("config")).toFile());
    }

    /** Unpacks an image into a folder. */
    static OciImageLayout open(ProcessScope scope, Path tar, Path folder) throws Exception {
        Files.createDirectories(folder);
        scope.start("tar", "-xf", tar.toString(), "-C", folder.toString())
                .awaitResult(LIMIT)
                .expectExit(0);
        return new OciImageLayout(scope, folder);
    }

    /** Returns the image's run configuration. */
    JsonNode config() {
        return config;
    }

    /** Returns the items of a list in the config. */
    List<String> words(String... path) {
        JsonNode node = config.path("config");
        for (String name : path) {
            node = node.path(name);
        }
        var words = new ArrayList<String>();
        node.forEach(word -> words.add(word.asText()));
        return words;
    }

    /** Unpacks the layers in their order, as a container engine does. */
    void unpackLayers(Path root) throws Exception {
        Files.createDirectories(root);
        JsonNode layers = manifest.path("layers");
        JsonNode contents = config.path("rootfs").path("diff_ids");
        if (layers.isEmpty() || layers.size() != contents.size()) {
            throw new AssertionError(layers.size() + " layers, " + contents.size() + " diff_ids");
        }
        for (int i = 0; i < layers.size(); i++) {
            Path layer = blob(layers.get(i));
            try (InputStream in = new GZIPInputStream(Files.newInputStream(layer), 1 << 16)) {
                requireDigest(contents.get(i).asText(), in, layer);
            }
            scope.start("tar", "-xzpf", layer.toString(), "-C", root.toString())
                    .awaitResult(LIMIT)
                    .expectExit(0);
        }
    }

    private Path blob(JsonNode descriptor) throws IOException {
        String digest = descriptor.path("digest").asText();
        Path blob = folder.resolve("blobs").resolve(digest.replace(':', '/'));
        if (Files.size(blob) != descriptor.path("size").asLong()) {
            throw new AssertionError(blob + " is not as large as " + descriptor);
        }
        try (InputStream in = Files.newInputStream(blob)) {
            requireDigest(digest, in, blob);
        }
        return blob;
    }

    private static void requireDigest(String expected, InputStream in, Path file)
            throws IOException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                sha256.update(buffer, 0, count);
            }
            String found = "sha256:" + HexFormat.of().formatHex(sha256.digest());
            if (!found.equals(expected)) {
                throw new AssertionError(file + ": " + expected + " expected, but it is " + found);
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
