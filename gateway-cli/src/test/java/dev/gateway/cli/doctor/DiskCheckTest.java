package dev.gateway.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskCheckTest {

    @TempDir Path folder;

    @Test
    void roomIsToldWhereNoMountPointIsKnown() {
        var check =
                new DiskCheck(
                        path -> {
                            throw new IOException("Mount point not found");
                        });

        Fact inAChroot = check.look(folder);

        assertThat(inAChroot.verdict()).isEqualTo(new DiskCheck().look(folder).verdict());
        assertThat(inAChroot.text()).contains(" MB free for " + folder);
    }
}
