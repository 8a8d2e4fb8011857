package dev.gateway.it.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.event.EventType;
import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.adapter.MisbehavingPlatformFactory;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.PlatformConfigSource;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that every command finds an adapter in the adapters folder of the home. */
class AdaptersFolderIT extends GatewayProcessFixture {

    private Path folder;
    private Path jar;

    @BeforeEach
    void putAnAdapterIntoTheHome() throws Exception {
        Path source =
                Path.of(
                        MisbehavingPlatformFactory.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        folder = Files.createDirectory(home.path().resolve("adapters"));
        jar = Files.copy(source, folder.resolve("stubborn.jar"));
        home.write(
                config().withPlatform(
                                "  family: {type: stubborn, inner: telegram, token: \"%s\", base_url: \"%s\", %s}"
                                        .formatted(
                                                telegram.token(),
                                                telegram.server().uri(),
                                                PlatformConfigSource.OPEN_TO_ALL)));
    }

    @Test
    void itIsFoundByEachCommandAndABrokenOneBesideItHarmsNothing() throws Exception {
        gateway.run(TIMEOUT, "config", "check").expectExit(0);
        gateway.run(TIMEOUT, "start").expectExit(0);
        assertThat(telegram.user("mama").says("hello").awaitAnswer(TIMEOUT)).isEqualTo("hello");

        Path broken = Files.writeString(folder.resolve("broken.jar"), "half a copy");
        for (String command : new String[] {"reload", "restart"}) {
            CommandResult refused = gateway.run(TIMEOUT, command).expectExit(78);
            assertThat(refused.stderr())
                    .contains(broken + ": cannot be read as a jar", "remove it")
                    .doesNotContain("\tat ");
        }
        long pid = home.lockHolder().orElseThrow();
        Runtime.getRuntime().exec(new String[] {"kill", "-HUP", "" + pid}).waitFor();
        Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> !home.events(EventType.RELOAD_REFUSED).isEmpty());
        assertThat(telegram.user("mama").says("still?").awaitAnswer(TIMEOUT)).isEqualTo("still?");
        assertThat(gateway.run(TIMEOUT, "doctor", "--offline").expectExit(1).stdout())
                .contains("✔ adapters   " + jar + " brings stubborn", "✘ adapters   " + broken);

        Files.delete(broken);
        gateway.run(TIMEOUT, "doctor", "--offline").expectExit(0);
        gateway.run(TIMEOUT, "restart").expectExit(0);
        assertThat(home.lockHolder().orElseThrow()).isNotEqualTo(pid);
        assertThat(telegram.user("mama").says("again?").awaitAnswer(TIMEOUT)).isEqualTo("again?");
        gateway.run(TIMEOUT, "stop").expectExit(0);
        assertThat(telegram.referee().violations()).isEmpty();
    }

    @Test
    void whatReplacesAJarIsUsedFromTheNextStartAndAnAdapterAddedIsUsedAtAReload() throws Exception {
        Path aside = Files.move(jar, home.path().resolve("aside.jar"));
        String stubborn = Files.readString(home.configFile());
        home.write(config().with("family", telegram));
        RunningProcess run = running();

        Files.move(aside, jar, StandardCopyOption.ATOMIC_MOVE);
        home.writeConfig(stubborn);
        assertThat(gateway.run(TIMEOUT, "reload").expectExit(0).stdout()).contains("family");
        assertThat(telegram.user("mama").says("hello").awaitAnswer(TIMEOUT)).isEqualTo("hello");

        Files.writeString(jar, "replaced in place");
        assertThat(telegram.user("mama").says("still?").awaitAnswer(TIMEOUT)).isEqualTo("still?");
        run.kill(Signal.TERM);
        assertThat(run.awaitExit(BUDGET.plus(TIMEOUT))).isZero();
        assertThat(gateway.run(TIMEOUT, "start").expectExit(78).stderr())
                .contains(jar + ": cannot be read as a jar");
    }

    @Test
    void twoJarsWithOneTypeAreBothNamedAndATypeThatIsNowhereSaysWhereItWasLookedFor()
            throws Exception {
        Path other = Files.copy(jar, folder.resolve("two.jar"));
        gateway.run(TIMEOUT, "config", "check").expectExit(0); // the same adapter twice
        Files.write(other, new byte[] {0}, StandardOpenOption.APPEND);

        assertThat(gateway.run(TIMEOUT, "run").expectExit(78).stderr())
                .contains(other + ": brings 'stubborn', and so does " + jar);

        Files.delete(other);
        Files.delete(jar);
        assertThat(gateway.run(TIMEOUT, "config", "check").expectExit(78).stderr())
                .contains("'stubborn' is not a type of platform", folder.toString());
    }

    @Test
    void aJarOfTheClassPathThatIsNotThereIsAnErrorThatNamesIt() throws Exception {
        assertThat(
                        gateway.withEnv("GATEWAY_CLASSPATH", jar + ":/nowhere/mine.jar")
                                .run(TIMEOUT, "config", "check")
                                .expectExit(78)
                                .firstErrorLine())
                .contains("GATEWAY_CLASSPATH names /nowhere/mine.jar, which is not there");
    }
}
