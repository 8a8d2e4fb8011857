package dev.gateway.it.cluster;

import dev.gateway.sim.chat.ChatGenerator;
import dev.gateway.sim.chat.ChatStats;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.postgres.PostgresServer;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.referee.Referee;
import dev.gateway.sim.telegram.FakeTelegram;
import dev.gateway.sim.weixin.DeliveryMode;
import dev.gateway.sim.weixin.FakeWeixin;
import dev.gateway.sim.weixin.WeixinOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The fixture of these tests: a schema in a real PostgreSQL, a fake Telegram and a fake Weixin with
 * one account each, and hosts that have both in their config.
 */
@ExtendWith(DatabaseOfTheTestJvm.class)
abstract class ClusterFixture {

    /** The limit for operations that take seconds on a quiet machine. */
    protected static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** The shortest lease: another host takes over after it. */
    protected static final Duration LEASE = Duration.ofSeconds(4);

    /** A lease that its holder keeps also while a disk stalls for seconds. */
    protected static final Duration KEPT_LEASE = Duration.ofSeconds(16);

    /** A lease that no test waits for: an account that another host gets sooner was given to it. */
    protected static final Duration LONG_LEASE = Duration.ofSeconds(60);

    /** Slow enough that what has waited is answered beside what comes, also on a slow disk. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    private static final Duration ALL_ANSWERS = Duration.ofMinutes(2);

    protected ProcessScope scope;
    protected FakeTelegram telegram;
    protected FakeWeixin weixin;
    protected PostgresServer database;
    private final List<ChatGenerator> chats = new ArrayList<>();
    private String schema;

    final void use(PostgresServer server, String freeSchema) {
        database = server;
        schema = freeSchema;
    }

    /** Starts a Weixin that forgets what it has put into an answer, as reported of the real one. */
    @BeforeEach
    void startFixture() {
        scope = ProcessScope.open();
        telegram = FakeTelegram.start();
        weixin =
                FakeWeixin.start(
                        WeixinOptions.defaults().delivery(DeliveryMode.CONSUME_ON_DELIVER));
    }

    @AfterEach
    void stopFixture() throws InterruptedException {
        chats.forEach(ChatGenerator::close);
        scope.close();
        scope.awaitNoSurvivors(TIMEOUT);
        telegram.close();
        weixin.close();
    }

    protected List<FakePlatform> platforms() {
        return List.of(telegram, weixin);
    }

    /** Returns a host with the echo handler and this lease. */
    protected HostUnderTest host(String name, Duration lease) {
        return host(name, journal(database.port(), lease), "");
    }

    /** Returns a host with further settings, each after a comma. */
    protected HostUnderTest host(String name, String journal, String more) {
        return emptyHost(name).write(config(), journal, more);
    }

    /** Returns a host without a config. */
    protected HostUnderTest emptyHost(String name) {
        Path folder = Path.of("target", "homes", System.getProperty("test.fork", "1"), schema);
        return HostUnderTest.create(name, folder, scope);
    }

    protected HomeConfig config() {
        return HomeConfig.echo()
                .with("drain_timeout", Duration.ofSeconds(5))
                .with("disconnect_timeout", Duration.ofSeconds(3))
                .with("family", telegram)
                .with("mama", weixin);
    }

    /** Returns the section of the database, as it is reached on this port. */
    protected String journal(int port, Duration lease) {
        return "{type: postgres, url: \"postgresql://127.0.0.1:%d/postgres\", user: postgres,"
                        .formatted(port)
                + " schema: %s, lease: %ds}".formatted(schema, lease.toSeconds());
    }

    /** Lets a person chat on each platform from now on. */
    protected void chat() {
        for (FakePlatform platform : platforms()) {
            chats.add(ChatGenerator.start(platform.user("chatty-" + platform.type()), PAUSE));
        }
    }

    /** Ends the chats and expects that each message has exactly one answer. */
    protected void expectFlawlessChats() throws InterruptedException {
        for (ChatStats stats : endChats()) {
            Assertions.assertThat(stats.flawless()).as("%s", stats).isTrue();
        }
    }

    /** Ends the chats and expects that each message has an answer. */
    protected void expectAnsweredChats() throws InterruptedException {
        for (ChatStats stats : endChats()) {
            Assertions.assertThat(stats.lost()).as("%s", stats).isZero();
        }
    }

    private List<ChatStats> endChats() throws InterruptedException {
        List<ChatStats> all = new ArrayList<>();
        for (ChatGenerator chat : chats) {
            chat.stop();
            all.add(chat.awaitAnswers(ALL_ANSWERS));
        }
        chats.clear();
        return all;
    }

    protected void expectOnePollerAtATime() {
        for (FakePlatform platform : platforms()) {
            Referee referee = platform.referee();
            Assertions.assertThat(referee.violations()).as(platform.type()).isEmpty();
        }
    }
}
