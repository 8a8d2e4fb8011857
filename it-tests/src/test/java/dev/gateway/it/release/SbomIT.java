package dev.gateway.it.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.it.fixture.MachineAssumptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that the list of components matches the shipped files, one by one. */
class SbomIT {

    @Test
    void namesEachShippedJarWithVersionHashAndLicence() throws Exception {
        JsonNode sbom = read();
        Map<String, String> listed = new TreeMap<>();
        List<JsonNode> libraries = new ArrayList<>();
        sbom.path("components").forEach(libraries::add);
        libraries.removeIf(component -> component.path("type").asText().equals("platform"));
        for (JsonNode library : libraries) {
            listed.put(file(library), sha256(library));
            assertThat(library.path("licenses")).as(file(library)).isNotEmpty();
            assertThat(library.path("purl").asText()).as(file(library)).startsWith("pkg:maven/");
        }
        JsonNode gateway = sbom.path("metadata").path("component");
        listed.put(file(gateway), sha256(gateway));

        assertThat(listed).containsExactlyEntriesOf(shipped());
    }

    @Test
    void isCycloneDxAndNamesTheJavaOfTheBundle() throws Exception {
        JsonNode sbom = read();
        assertThat(sbom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        Path release = ReleaseArtifacts.bundle().resolve("java/release");
        String version =
                Files.readAllLines(release).stream()
                        .filter(line -> line.startsWith("JAVA_RUNTIME_VERSION="))
                        .findFirst()
                        .orElseThrow()
                        .replaceAll(".*=|\"", "");
        assertThat(sbom.path("components"))
                .filteredOn(component -> component.path("type").asText().equals("platform"))
                .singleElement()
                .satisfies(
                        java -> {
                            assertThat(java.path("version").asText()).isEqualTo(version);
                            assertThat(java.path("licenses")).isNotEmpty();
                        });
    }

    private static JsonNode read() throws Exception {
        try (Stream<Path> released = Files.list(ReleaseArtifacts.released())) {
            MachineAssumptions.assumeThat(
                    released.anyMatch(file -> file.toString().endsWith("-sbom.json")),
                    "needs the list of components, which Maven leaves out when it is offline");
        }
        Path file = ReleaseArtifacts.only(ReleaseArtifacts.released(), "gateway-.*-sbom\\.json");
        return new ObjectMapper().readTree(file.toFile());
    }

    private static String file(JsonNode component) {
        return component.path("name").asText() + "-" + component.path("version").asText() + ".jar";
    }

    private static String sha256(JsonNode component) {
        for (JsonNode hash : component.path("hashes")) {
            if (hash.path("alg").asText().equals("SHA-256")) {
                return hash.path("content").asText();
            }
        }
        return "none";
    }

    private static Map<String, String> shipped() throws Exception {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> list = Files.list(ReleaseArtifacts.bundle().resolve("lib"))) {
            for (Path jar : list.filter(path -> path.toString().endsWith(".jar")).toList()) {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
                hashes.put(jar.getFileName().toString(), HexFormat.of().formatHex(hash));
            }
        }
        return hashes;
    }
}
