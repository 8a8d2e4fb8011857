package dev.gateway.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.cli.options.InstalledPlatforms;
import dev.gateway.core.config.GatewayConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Checks that the configs of {@code docs/several-hosts.md} are valid, and its manifests sound. */
class SeveralHostsExamplesTest {

    private static final Path GUIDE = Path.of("..", "docs", "several-hosts.md");
    private static final String PLATFORM =
            "platforms: {family: {type: telegram, token: \"123456:change-me\"}}\n";

    @TempDir Path home;

    /** Secrets, of which the examples name the files. */
    @BeforeEach
    void writeSecrets() throws IOException {
        for (String name :
                List.of("secrets/db", "secrets/family", "secrets/weixin-mama", "k8s/db-password")) {
            Path file = home.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "123456:change-me");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void eachConfigIsValidAndShared() throws Exception {
        List<String> configs = new ArrayList<>(blocks("yaml"));
        configs.removeIf(SeveralHostsExamplesTest::isManifest);
        configs.addAll(here());

        assertThat(configs).hasSizeGreaterThanOrEqualTo(4);
        for (String config : configs) {
            assertThat(load(config).journal().isShared()).as(config).isTrue();
        }
    }

    @Test
    void theDeploymentStopsAndStartsPodsAsTheGatewayNeedsIt() throws Exception {
        List<Map<String, Object>> objects = manifests();
        Map<String, Object> deployment = object(objects, "Deployment");
        Map<String, Object> pod = map(map(map(deployment, "spec"), "template"), "spec");
        Map<String, Object> container = maps(pod, "containers").get(0);
        GatewayConfig config =
                load((String) map(object(objects, "ConfigMap"), "data").get("config.yaml"));

        assertThat((Integer) map(deployment, "spec").get("replicas")).isGreaterThanOrEqualTo(2);
        assertThat((Integer) pod.get("terminationGracePeriodSeconds"))
                .isGreaterThan((int) config.budget().total().toSeconds());
        assertThat(maps(pod, "volumes"))
                .extracting(volume -> volume.get("name"))
                .containsAll(
                        maps(container, "volumeMounts").stream()
                                .map(mount -> mount.get("name"))
                                .toList());
        assertThat(maps(pod, "volumes"))
                .as("a home of each pod's own")
                .anySatisfy(volume -> assertThat(volume).containsKey("emptyDir"));
        assertThat(config.journal().isShared()).isTrue();
        assertThat(config.host().name()).isEqualTo("gateway-7d9f-abcde");
        assertThat(config.health()).isPresent();
        for (Map<String, Object> variable : maps(container, "env")) {
            Map<String, Object> from = map(variable, "valueFrom");
            if (from.containsKey("secretKeyRef")) {
                assertThat(map(object(objects, "Secret"), "stringData"))
                        .containsKey((String) map(from, "secretKeyRef").get("key"));
            }
        }
    }

    private GatewayConfig load(String config) throws Exception {
        String text = config.replace("/etc/gateway-secrets/", home.resolve("k8s") + "/");
        Path file = Files.writeString(home.resolve("config.yaml"), complete(text));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Map<String, String> environment =
                Map.of("TELEGRAM_BOT_TOKEN", "123456:change-me", "POD_NAME", "gateway-7d9f-abcde");
        return InstalledPlatforms.onTheClassPath().configLoader(environment::get).load(file);
    }

    /** A part of a config is shown where the rest does not matter. */
    private static String complete(String part) {
        String journal =
                part.contains("journal:")
                        ? ""
                        : "journal: {type: postgres, url: \"postgresql://localhost/gateway\"}\n";
        return journal + (part.contains("platforms:") ? part : part + PLATFORM);
    }

    private static boolean isManifest(String block) {
        return block.contains("apiVersion:");
    }

    private static List<Map<String, Object>> manifests() throws IOException {
        String block =
                blocks("yaml").stream()
                        .filter(SeveralHostsExamplesTest::isManifest)
                        .findFirst()
                        .orElseThrow();
        List<Map<String, Object>> objects = new ArrayList<>();
        new Yaml(new SafeConstructor(new LoaderOptions()))
                .loadAll(block)
                .forEach(each -> objects.add(asMap(each)));
        return objects;
    }

    private static Map<String, Object> object(List<Map<String, Object>> objects, String kind) {
        return objects.stream()
                .filter(each -> kind.equals(each.get("kind")))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> map(Map<String, Object> of, String key) {
        return asMap(of.get(key));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> maps(Map<String, Object> of, String key) {
        return (List<Map<String, Object>>) of.get(key);
    }

    /** The configs that the shell blocks write. */
    private static List<String> here() throws IOException {
        return Pattern.compile("config\\.yaml <<'END'\n(.*?)\nEND\n", Pattern.DOTALL)
                .matcher(String.join("\n", blocks("sh")))
                .results()
                .map((MatchResult found) -> found.group(1) + "\n")
                .toList();
    }

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
