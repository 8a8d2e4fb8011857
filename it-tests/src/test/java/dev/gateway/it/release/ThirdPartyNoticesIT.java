package dev.gateway.it.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.process.LauncherLocator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tests that each third-party library is listed with its licence, and that the licence text is
 * there.
 */
class ThirdPartyNoticesIT {

    private static final Pattern LINE =
            Pattern.compile("^  ([\\w-]+) +([\\w.-]+) +\\S.*https://\\S+$", Pattern.MULTILINE);

    @Test
    void eachJarIsNamedAndNoneThatIsNotThere() throws Exception {
        var jars = new TreeSet<String>();
        for (Path launcher : new Path[] {LauncherLocator.gateway(), LauncherLocator.simulator()}) {
            try (Stream<Path> lib = Files.list(launcher.resolve("../../lib").normalize())) {
                lib.map(path -> path.getFileName().toString())
                        .filter(name -> name.endsWith(".jar") && !name.startsWith("gateway-"))
                        .map(name -> name.replaceFirst("-\\d.*", ""))
                        .forEach(jars::add);
            }
        }
        assertThat(named().keySet()).containsExactlyElementsOf(jars);
    }

    @Test
    void theTextOfEachLicenceIsThere() throws Exception {
        Path app = ReleaseArtifacts.distribution();
        assertThat(app.resolve("LICENSE")).content().contains("Apache License", "Version 2.0");
        try (Stream<Path> list = Files.list(app.resolve("licenses"))) {
            var texts = list.map(path -> path.getFileName().toString()).toList();
            for (String licence : new TreeSet<>(named().values())) {
                if (!licence.equals("Apache-2.0")) {
                    assertThat(texts).anyMatch(name -> name.startsWith(licence));
                }
            }
        }
    }

    private static Map<String, String> named() throws Exception {
        String notices =
                Files.readString(ReleaseArtifacts.distribution().resolve("THIRD-PARTY-NOTICES"));
        return LINE.matcher(notices)
                .results()
                .collect(
                        Collectors.toMap(
                                line -> line.group(1),
                                ThirdPartyNoticesIT::licence,
                                (one, other) -> one,
                                TreeMap::new));
    }

    private static String licence(MatchResult line) {
        return line.group(2);
    }
}
