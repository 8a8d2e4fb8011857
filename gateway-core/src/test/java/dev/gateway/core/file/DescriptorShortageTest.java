package dev.gateway.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DescriptorShortageTest {

    @Test
    void aLackOfDescriptorsNamesTheLimit() {
        assertThat(DescriptorShortage.explained("/t/a.lock: Too many open files"))
                .startsWith("/t/a.lock: Too many open files; ")
                .contains("LimitNOFILE=", "ulimit -n")
                .doesNotContain("\n");
    }

    @Test
    void anotherFailureStaysAsItIs() {
        assertThat(DescriptorShortage.explained("/t/a.lock: Permission denied"))
                .isEqualTo("/t/a.lock: Permission denied");
        assertThat(DescriptorShortage.explained(null)).isNull();
    }
}
