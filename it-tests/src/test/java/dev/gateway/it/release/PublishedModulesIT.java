package dev.gateway.it.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.jar.JarFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/**
 * Tests the artifacts that adapter authors use: poms with a version, jars with a module name and
 * their licence.
 */
class PublishedModulesIT {

    private final XPath xpath = XPathFactory.newInstance().newXPath();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gateway-core",
                "gateway-adapters",
                "gateway-cli",
                "gateway-postgres",
                "gateway-sim",
                "."
            })
    void thePomThatIsInstalledHasTheVersionInPlaceOfProperties(String module) throws Exception {
        Document pom = pom(Path.of(module, ".flattened-pom.xml"));
        String path = module.equals(".") ? "/project/version" : "/project/parent/version";
        assertThat(text(pom, path)).isEqualTo(ReleaseArtifacts.version());
        assertThat(text(pom, "/project/name")).isNotBlank();
        assertThat(text(pom, "/project/description")).isNotBlank();
    }

    @Test
    void whatMavenCentralAsksForIsInThePom() throws Exception {
        Document pom = pom(Path.of("pom.xml"));
        for (String path :
                new String[] {
                    "url", "licenses/license/name", "licenses/license/url",
                    "developers/developer/name", "scm/connection", "scm/url"
                }) {
            assertThat(text(pom, "/project/" + path)).as(path).isNotBlank();
        }
    }

    @Test
    void theVersionOfAReleaseIsNoSnapshot() throws Exception {
        Document pom = pom(Path.of("pom.xml"));
        assertThat(text(pom, "/project/version")).isEqualTo("${revision}${changelist}");
        assertThat(text(pom, "/project/properties/revision")).matches("\\d+\\.\\d+\\.\\d+");
        String release = "/project/profiles/profile[id='release']";
        assertThat(text(pom, "count(" + release + "/properties/changelist)")).isEqualTo("1");
        assertThat(text(pom, release + "/properties/changelist")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "gateway-core, dev.gateway.core",
        "gateway-adapters, dev.gateway.adapters",
        "gateway-cli, dev.gateway.cli",
        "gateway-postgres, dev.gateway.postgres",
        "gateway-sim, dev.gateway.sim"
    })
    void theJarHasAModuleNameAndItsLicence(String module, String name) throws Exception {
        String file = module + "-" + ReleaseArtifacts.version() + ".jar";
        try (var jar = new JarFile(project().resolve(module).resolve("target/" + file).toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
                    .isEqualTo(name);
            assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
            assertThat(jar.getEntry("META-INF/NOTICE")).isNotNull();
        }
    }

    private String text(Document document, String path) throws Exception {
        return xpath.evaluate(path, document).strip();
    }

    private static Document pom(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(project().resolve(file).toFile());
    }

    private static Path project() {
        return ReleaseArtifacts.target().getParent().getParent();
    }
}
