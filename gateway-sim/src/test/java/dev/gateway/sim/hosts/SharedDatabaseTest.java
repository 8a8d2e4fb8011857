package dev.gateway.sim.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.process.Await;
import dev.gateway.sim.timeline.Lane;
import dev.gateway.sim.timeline.Mark;
import dev.gateway.sim.timeline.RunRecorder;
import dev.gateway.sim.timeline.Span;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SharedDatabaseTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern URL = Pattern.compile("\"(postgresql://[^\"]+)\"");

    @Test
    void hostReachesTheDatabaseByItsLineAfterAFailoverTooAndLeasesAreRecorded() throws Exception {
        try (RunRecorder recorder = RunRecorder.start();
                SharedDatabase database = SharedDatabase.start(Duration.ofSeconds(4), recorder)) {
            recorder.beginStep("it begins");
            String config = database.config("web-1", Map.of("join_after", "2s"));
            assertThat(config).contains("lease: 4s", "host: {name: web-1, join_after: 2s}");
            Matcher url = URL.matcher(config);
            assertThat(url.find()).isTrue();
            execute(
                    url.group(1),
                    "CREATE TABLE gateway.session (id text, host text, pid bigint)",
                    "CREATE TABLE gateway.account (name text, session text)",
                    "INSERT INTO gateway.session VALUES ('s1', 'web-1', 4711)",
                    "INSERT INTO gateway.account VALUES ('mama', 's1'), ('papa', NULL)");
            awaitHolder(database, "mama", "web-1");
            assertThat(database.holders())
                    .isEqualTo(Map.of("mama", new LeaseHolder("web-1", 4711)));

            database.addStandby(true);
            execute(url.group(1), "UPDATE gateway.account SET session = 's1'");
            database.failOver();

            execute(url.group(1), "UPDATE gateway.session SET host = 'web-2'");
            awaitHolder(database, "papa", "web-2");
            database.cut("web-1");
            List<Lane> lanes = recorder.timeline("t", "").lanes();
            assertThat(lane(lanes, Lane.Kind.DATABASE).marks())
                    .extracting(Mark::label)
                    .containsExactly("failover", "web-1 cut");
            assertThat(lane(lanes, Lane.Kind.LEASE).spans())
                    .extracting(Span::label)
                    .contains("PID 4711");
        }
    }

    private static void awaitHolder(SharedDatabase database, String account, String host)
            throws Exception {
        Await.until(
                () ->
                        Optional.ofNullable(database.holders().get(account))
                                .filter(holder -> holder.host().equals(host))
                                .isPresent(),
                LIMIT,
                host + " has " + account);
    }

    private static Lane lane(List<Lane> lanes, Lane.Kind kind) {
        return lanes.stream().filter(lane -> lane.kind() == kind).findFirst().orElseThrow();
    }

    /** Connects anew: a failover ends connections, and the next ones are made at once or later. */
    private static void execute(String url, String... statements) throws Exception {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static Connection connect(String url) throws Exception {
        return Await.first(
                () -> {
                    try {
                        return Optional.of(
                                DriverManager.getConnection("jdbc:" + url, "gateway", ""));
                    } catch (SQLException e) {
                        return Optional.empty();
                    }
                },
                LIMIT,
                "connection");
    }
}
