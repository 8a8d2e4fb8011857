import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Has a list of components say what is shipped: some jars are not those of the registry, since the
 * build compiles them anew or leaves out what runs on no system of ours. Adds the bundled Java.
 * Fails if a jar that is shipped is no component.
 *
 * <p>Usage: {@code java -cp JACKSON ShippedHashes.java SBOM LIB JAVA_VERSION}.
 */
final class ShippedHashes {

    private static final String[] ALGORITHMS = {"SHA-256", "SHA-512"};

    private ShippedHashes() {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        var json = new ObjectMapper();
        ObjectNode bom = (ObjectNode) json.readTree(file.toFile());
        Map<String, Path> jars = new TreeMap<>();
        try (Stream<Path> list = Files.list(Path.of(args[1]))) {
            list.filter(path -> path.toString().endsWith(".jar"))
                    .forEach(path -> jars.put(path.getFileName().toString(), path));
        }
        describe((ObjectNode) bom.path("metadata").path("component"), jars);
        ArrayNode components = (ArrayNode) bom.path("components");
        for (JsonNode component : components) {
            describe((ObjectNode) component, jars);
        }
        if (!jars.isEmpty()) {
            throw new IllegalStateException("shipped, but no component: " + jars.keySet());
        }
        components.add(java(json, args[2]));
        json.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), bom);
    }

    private static void describe(ObjectNode component, Map<String, Path> jars) {
        String name = component.path("name").asText() + "-" + component.path("version").asText();
        Path jar = jars.remove(name + ".jar");
        if (jar == null) {
            throw new IllegalStateException("a component, but not shipped: " + name);
        }
        boolean changed = component.has("hashes");
        String before = component.path("hashes").toString();
        ArrayNode hashes = component.putArray("hashes");
        for (String algorithm : ALGORITHMS) {
            hashes.addObject().put("alg", algorithm).put("content", hash(jar, algorithm));
        }
        if (changed && !before.contains(hashes.get(0).path("content").asText())) {
            component.put("modified", true);
            component
                    .putObject("pedigree")
                    .put("notes", "Repacked by the build of the gateway; the code is the same.");
        }
    }

    private static ObjectNode java(ObjectMapper json, String version) {
        ObjectNode java =
                json.createObjectNode()
                        .put("type", "platform")
                        .put("name", "OpenJDK")
                        .put("version", version)
                        .put("scope", "optional")
                        .put(
                                "description",
                                "Trimmed Java of the archive with a Java of its own, the .deb and"
                                        + " the image.");
        java.putArray("licenses")
                .addObject()
                .put("expression", "GPL-2.0-only WITH Classpath-exception-2.0");
        return java;
    }

    private static String hash(Path file, String algorithm) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
