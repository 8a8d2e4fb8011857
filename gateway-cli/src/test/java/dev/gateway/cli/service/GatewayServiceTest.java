package dev.gateway.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.cli.service.manager.ServiceManager;
import dev.gateway.cli.service.manager.ServiceScope;
import dev.gateway.cli.service.manager.SystemdUnit;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.instance.LockStatus;
import dev.gateway.core.instance.PidFileStatus;
import dev.gateway.core.instance.PidRecord;
import dev.gateway.core.instance.ServiceManagerInfo;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.yaml.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayServiceTest {

    private final List<String> unclear = new ArrayList<>();

    private static final long HOLDER = 4711;

    @TempDir Path folder;

    private ServiceFixture fixture;

    @BeforeEach
    void someoneHasAHome() throws IOException {
        fixture = new ServiceFixture(folder);
    }

    @Test
    void isTheUnitWhoseMainProcessHoldsTheHome() throws Exception {
        shown("show", HOLDER);
        GatewayService service = holder(startedBy("mine.service")).orElseThrow();
        assertThat(service.unit()).isEqualTo("mine.service");
        assertThat(service.manualCommand("stop")).isEqualTo("systemctl --user stop mine.service");
    }

    @Test
    void isAskedOfTheMachineWhereTheUserHasNoSuchUnit() throws Exception {
        shown("show", HOLDER);
        shown("--user --no-pager --no-ask-password show", 0);
        GatewayService service = holder(startedBy("mine.service")).orElseThrow();
        assertThat(service.manualCommand("stop")).isEqualTo("systemctl stop mine.service");
    }

    @Test
    void isNoneWhereSystemdKnowsAnotherProcess() throws Exception {
        shown("show", 1234);
        assertThat(holder(startedBy("mine.service"))).isEmpty();
    }

    @Test
    void isNoneForOneThatWasStartedByHand() throws Exception {
        shown("show", HOLDER);
        installed();
        assertThat(holder(view(Optional.empty()))).isEmpty();
        assertThat(fixture.runner.calls()).noneMatch(call -> call.contains("show --"));
    }

    @Test
    void isFoundByItsUnitIfThePidFileIsGone() throws Exception {
        String unit = installed();
        shown("show", HOLDER);
        var view =
                new InstanceView(
                        new LockStatus.HeldBy(HOLDER),
                        new PidFileStatus.Absent(),
                        List.of(),
                        Optional.empty(),
                        false);
        assertThat(holder(view).orElseThrow().unit()).isEqualTo(unit);
    }

    @Test
    void theInstalledOneCountsOnlyIfSystemdKnowsIt() throws Exception {
        assertThat(
                        GatewayService.installed(
                                fixture.planner(), fixture.home, Optional.empty(), unclear::add))
                .isEmpty();
        assertThat(unclear).as("nothing is installed").isEmpty();
        String unit = installed();
        assertThat(
                        GatewayService.installed(
                                fixture.planner(), fixture.home, Optional.empty(), unclear::add))
                .isEmpty();
        assertThat(unclear).as("systemd does not know it").isEmpty();
        shown("show", 0);
        GatewayService service =
                GatewayService.installed(
                                fixture.planner(), fixture.home, Optional.empty(), unclear::add)
                        .orElseThrow();
        assertThat(service.unit()).isEqualTo(unit);
        assertThat(service.runsWith(fixture.home.resolve("config.yaml"))).isTrue();
        Path other = folder.resolve("other.yaml");
        assertThat(
                        GatewayService.installed(
                                fixture.planner(), fixture.home, Optional.of(other), unclear::add))
                .isEmpty();
        assertThat(unclear).as("systemd answers").isEmpty();
    }

    @Test
    void aServiceWhoseManagerDoesNotAnswerIsNotPassedOverInSilence() throws Exception {
        String unit = installed();
        fixture.runner.answer("show", 1, "Failed to connect to bus");

        assertThat(
                        GatewayService.installed(
                                fixture.planner(), fixture.home, Optional.empty(), unclear::add))
                .isEmpty();

        assertThat(unclear)
                .singleElement()
                .asString()
                .startsWith(unit + " is installed for " + fixture.home)
                .contains("systemd does not answer");
    }

    @Test
    void itsConfigIsReadWithItsVariablesAndNotWithThoseOfThisShell() throws Exception {
        fixture.environment.put("BOT_TOKEN", "123:abc");
        installed();
        shown("show", HOLDER);
        fixture.config("platforms: {a: {type: telegram, token: \"${BOT_TOKEN}\"}}");
        GatewayService service =
                GatewayService.installed(
                                fixture.planner(), fixture.home, Optional.empty(), unclear::add)
                        .orElseThrow();
        assertThatThrownBy(service::config)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("BOT_TOKEN");

        Files.writeString(fixture.home.resolve("gateway.env"), "BOT_TOKEN=123:abc\n");
        assertThat(service.config().platforms()).containsKey("a");
        Files.delete(fixture.home.resolve("gateway.env"));
        fixture.runner.answer("show-environment", 0, "BOT_TOKEN=123:abc\nHOME=/root\n");
        assertThat(service.config().platforms()).containsKey("a");
    }

    @Test
    void saysWhyItCouldNotBeStopped() throws Exception {
        shown("show", HOLDER);
        fixture.runner.answer("stop", 1, "Interactive authentication required.\nmore\n");
        GatewayService service = holder(startedBy("mine.service")).orElseThrow();
        assertThat(service.requestStop()).contains("Interactive authentication required.");
        fixture.runner.answer("stop", 0, "");
        assertThat(service.stop(Duration.ofSeconds(1))).isEmpty();
    }

    private String installed() throws Exception {
        ServicePlanner current = fixture.planner();
        ServiceManager manager = current.managers().of(ServiceScope.USER);
        String name = current.name(fixture.home);
        Path file = manager.file(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, SystemdUnit.MARK + "\nExecStart=/bin/gateway run\n");
        fixture.runner.answer("show", 0, "LoadState=not-found");
        return manager.unit(name);
    }

    private void shown(String part, long pid) {
        fixture.runner.answer(part, 0, "LoadState=loaded\nActiveState=active\nMainPID=" + pid);
    }

    private Optional<GatewayService> holder(InstanceView view) throws InterruptedException {
        return GatewayService.ofHolder(fixture.planner(), fixture.home, view);
    }

    private static InstanceView startedBy(String unit) {
        return view(Optional.of(new ServiceManagerInfo("systemd", unit)));
    }

    private static InstanceView view(Optional<ServiceManagerInfo> supervisor) {
        var record =
                new PidRecord(
                        new ProcessIdentity(
                                HOLDER, OptionalLong.empty(), Optional.empty(), Optional.empty()),
                        PidRecord.GATEWAY,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        supervisor);
        return new InstanceView(
                new LockStatus.HeldBy(HOLDER),
                new PidFileStatus.Live(record),
                List.of(),
                Optional.empty(),
                false);
    }
}
