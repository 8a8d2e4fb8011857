package dev.gateway.cli.service.manager;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServiceStateTest {

    @Test
    void readsWhatSystemctlShows() {
        ServiceState state =
                ServiceState.ofSystemd(
                        """
                        Result=exit-code
                        NRestarts=3
                        MainPID=4711
                        ExecMainStatus=75
                        LoadState=loaded
                        ActiveState=activating
                        SubState=auto-restart
                        UnitFileState=enabled-runtime
                        StatusText=Failed: a=b
                        TimeoutStopUSec=58s
                        """);
        assertThat(state)
                .isEqualTo(
                        new ServiceState(
                                true,
                                "activating",
                                "auto-restart",
                                "exit-code",
                                4711,
                                75,
                                3,
                                true,
                                "Failed: a=b",
                                "58s"));
        assertThat(state.isWanted()).isTrue();
    }

    @Test
    void isNothingWhereNothingIsShown() {
        ServiceState state = ServiceState.ofSystemd("LoadState=not-found\nMainPID=x\n\n=\n");
        assertThat(state.loaded()).isFalse();
        assertThat(state.pid()).isZero();
        assertThat(state.isWanted()).isFalse();
    }
}
