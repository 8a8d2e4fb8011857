package dev.gateway.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandoverRequestTest {

    private final ProcessProbe probe = ProcessProbe.system();
    private final ProcessIdentity me = ProcessIdentity.of(probe, probe.self());

    @TempDir private Path folder;

    private GatewayHome home;

    @BeforeEach
    void makeHome() {
        home = new GatewayHome(folder);
    }

    @Test
    void isReadAsItWasWrittenWhileItsRequesterHasTheTurn() throws Exception {
        try (TakeoverLock turn = turn()) {
            HandoverRequest.spawn(me).write(home);
            assertThat(HandoverRequest.pending(home)).contains(HandoverRequest.spawn(me));
            assertThat(HandoverRequest.spawn(me).isSpawn()).isTrue();
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(home.handoverRequest())))
                    .isEqualTo("rw-------");

            HandoverRequest.spawn(me).launched(4711).write(home);
            assertThat(HandoverRequest.pending(home).orElseThrow().successor()).contains(4711L);

            HandoverRequest.remove(home);
            assertThat(HandoverRequest.pending(home)).isEmpty();
        }
    }

    @Test
    void endsWithItsRequesterAndIsRemovedByTheNextOne() throws Exception {
        try (TakeoverLock turn = turn()) {
            HandoverRequest.spawn(me).write(home);
        }
        assertThat(HandoverRequest.pending(home)).as("of one that died").isEmpty();

        try (TakeoverLock turn = turn()) {
            assertThat(home.handoverRequest()).doesNotExist();
        }
    }

    @Test
    void isNoneIfItCannotBeUnderstood() throws Exception {
        try (TakeoverLock turn = turn()) {
            for (String text :
                    new String[] {"", "[]", "{\"pid\":1}", "{\"successor\":\"spawn\"}"}) {
                Files.writeString(home.handoverRequest(), text);
                assertThat(HandoverRequest.pending(home)).as(text).isEmpty();
            }
        }
    }

    private TakeoverLock turn() throws Exception {
        return TakeoverLock.acquire(home, Duration.ofSeconds(30)).orElseThrow();
    }
}
