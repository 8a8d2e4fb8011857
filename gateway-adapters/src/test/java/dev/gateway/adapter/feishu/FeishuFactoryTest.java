package dev.gateway.adapter.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.adapter.feishu.connection.LoopbackFeishu;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.sim.contract.RecordingContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class FeishuFactoryTest {

    @Test
    void theFactoryIsFoundAndItsTokenIsTheAppId(@TempDir Path media) throws Exception {
        var platform = new FeishuFixture(media);
        PlatformFactory factory =
                ServiceLoader.load(PlatformFactory.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .filter(found -> found.schema().type().equals("feishu"))
                        .findFirst()
                        .orElseThrow();

        assertThat(factory.displayName()).isEqualTo("Feishu");
        assertThat(factory.token(platform.config()).reveal()).isEqualTo("cli_a1");
        platform.close();
    }

    @Test
    void theGatewayKeepsWhatWasSaidForQuotesAndRepliesWhoseMessageCannotBeLookedUp() {
        assertThat(new FeishuFactory().quotesByIdAlone()).isTrue();
    }

    @Test
    void theRehearsalReachesTheFirstPong(@TempDir Path media) throws Exception {
        var context = new RecordingContext("work", media);
        var platform = new FeishuFixture(media);
        try (var server = new LoopbackFeishu()) {
            var config = platform.config(Optional.of(server.uri()));
            var adapter = new FeishuFactory().create(config, context);
            var served = new Thread(() -> serve(adapter), "test-serve");
            served.start();

            await().until(() -> context.contacts() == 1);

            adapter.disconnect(Duration.ofSeconds(5));
            served.join();
        }
        platform.close();
    }

    @Test
    void warmingUpConnectsToOurselvesAndLeavesNoThread() throws Exception {
        new FeishuFactory().warmUp();

        await().until(() -> threads().isEmpty());
    }

    private static void serve(PlatformAdapter adapter) {
        try {
            adapter.serve();
        } catch (PlatformException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("feishu-") || name.startsWith("warm-up"))
                .toList();
    }
}
