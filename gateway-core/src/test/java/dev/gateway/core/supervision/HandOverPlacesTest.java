package dev.gateway.core.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.concurrent.DaemonThreads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HandOverPlacesTest {

    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir Path folder;
    private final ConcurrentLinkedQueue<String> answered = new ConcurrentLinkedQueue<>();
    private SupervisionFixture fixture;

    @BeforeEach
    void prepare() throws Exception {
        fixture = new SupervisionFixture(folder, SupervisionFixture.kernelLocks(folder));
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void thePlatformsBeyondThePlacesWaitUntilOneHasAnsweredTheSuccessor() throws Exception {
        var places = places(2, NEVER);
        places.take(task("a"));
        places.take(task("b"));
        CompletableFuture<Void> third = taken(places, "c");
        answered.add("another");
        await().atMost(Duration.ofSeconds(30)).until(answered::isEmpty);
        assertThat(third).isNotDone();

        answered.add("b");

        third.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aPlatformThatIsSlowGivesItsPlaceToTheNext() throws Exception {
        var places = places(1, Duration.ofMillis(1));
        places.take(task("slow"));

        taken(places, "next").get(30, TimeUnit.SECONDS);
    }

    @Test
    void aPlatformThatDoesNotLetGoKeepsNoPlace() throws Exception {
        var places = places(1, NEVER);
        var stuck =
                new DisconnectTask(
                        fixture.supervisor(NEVER, "stuck"),
                        DaemonThreads.single("stuck"),
                        NEVER,
                        within -> {
                            throw new InterruptedException();
                        });
        places.take(stuck);
        stuck.start();

        taken(places, "next").get(30, TimeUnit.SECONDS);
    }

    private HandOverPlaces places(int count, Duration slowAfter) {
        return new HandOverPlaces(count, slowAfter, this::news);
    }

    private List<String> news() {
        List<String> news = new ArrayList<>();
        for (String name = answered.poll(); name != null; name = answered.poll()) {
            news.add(name);
        }
        return news;
    }

    private DisconnectTask task(String name) throws Exception {
        return fixture.supervisor(NEVER, name).passing();
    }

    private CompletableFuture<Void> taken(HandOverPlaces places, String platform) throws Exception {
        DisconnectTask task = task(platform);
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        places.take(task);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }
}
