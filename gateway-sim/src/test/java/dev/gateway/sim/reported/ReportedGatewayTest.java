package dev.gateway.sim.reported;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ReportedGatewayTest {

    @Command
    private static final class Bare {
        @Mixin private Switches switches;
    }

    private static Switches parsed(String... arguments) {
        Bare bare = new Bare();
        new CommandLine(bare)
                .setOverwrittenOptionsAllowed(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(ReportedGateway.withPresets(arguments));
        bare.switches.check();
        return bare.switches;
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void theSwitchesOfEachReportExist(Preset preset) {
        parsed(preset.switches().toArray(String[]::new));
    }

    @Test
    void aReportIsAsGoodAsItsSwitchesAndLaterOnesOverride() {
        Switches switches = parsed("--as=14051-sketch", "--exit-code=7");

        assertThat(switches.liveness()).isEqualTo(Switches.Liveness.DIRECTORY);
        assertThat(switches.stalePidFile()).isEqualTo(Switches.StalePidFile.UNLINK);
        assertThat(switches.exitCode()).isEqualTo(7);
    }

    @Test
    void theForcedKillComesAtHalfTheDrainOrTenSeconds() {
        assertThat(parsed("--drain=60s").forceAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(parsed("--drain=8s").forceAfter()).isEqualTo(Duration.ofSeconds(4));
        assertThat(parsed("--scale=0.1").forceAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(parsed("--drain=8s").restartWait()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void aReportThatNobodyWroteIsWrongUsage() {
        assertThat(ReportedGateway.execute("stop", "--as", "4711")).isEqualTo(64);
        assertThat(ReportedGateway.execute("run", "--liveness", "perhaps")).isEqualTo(64);
    }
}
