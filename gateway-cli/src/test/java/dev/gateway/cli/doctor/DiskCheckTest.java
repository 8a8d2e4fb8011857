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

        CheckResult inAChroot = check.check(folder);

        assertThat(inAChroot.status()).isEqualTo(new DiskCheck().check(folder).status());
        assertThat(inAChroot.text()).contains(" MB free for " + folder);
    }
}
