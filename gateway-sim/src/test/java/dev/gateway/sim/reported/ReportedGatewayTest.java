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
        @Mixin private DefectOptions options;
    }

    private static DefectOptions parsed(String... arguments) {
        Bare bare = new Bare();
        new CommandLine(bare)
                .setOverwrittenOptionsAllowed(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(ReportedGateway.withPresets(arguments));
        bare.options.check();
        return bare.options;
    }

    @ParameterizedTest
    @EnumSource(DefectPreset.class)
    void theSwitchesOfEachReportExist(DefectPreset preset) {
        parsed(preset.options().toArray(String[]::new));
    }

    @Test
    void aReportIsAsGoodAsItsSwitchesAndLaterOnesOverride() {
        DefectOptions options = parsed("--as=14051-sketch", "--exit-code=7");

        assertThat(options.liveness()).isEqualTo(DefectOptions.Liveness.DIRECTORY);
        assertThat(options.stalePidFile()).isEqualTo(DefectOptions.StalePidFile.UNLINK);
        assertThat(options.exitCode()).isEqualTo(7);
    }

    @Test
    void theForcedKillComesAtHalfTheDrainOrTenSeconds() {
        assertThat(parsed("--drain=60s").forceAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(parsed("--drain=8s").forceAfter()).isEqualTo(Duration.ofSeconds(4));
        assertThat(parsed("--scale=0.1").forceAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(parsed("--drain=8s").restartWait()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void anUnknownReportIsWrongUsage() {
        assertThat(ReportedGateway.execute("stop", "--as", "4711")).isEqualTo(64);
        assertThat(ReportedGateway.execute("run", "--liveness", "perhaps")).isEqualTo(64);
    }
}
