package dev.gateway.postgres.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.gateway.core.access.Pairing;
import dev.gateway.core.access.PairingRequest;
import dev.gateway.core.config.TextFormat;
import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.config.journal.JournalConfig;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.journal.engine.StoredAnswer;
import dev.gateway.core.journal.engine.StoredMessage;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.time.ManualClock;
import dev.gateway.postgres.TestDatabase;
import dev.gateway.postgres.connection.ConnectionGuard;
import dev.gateway.postgres.connection.ConnectionUse;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.connection.Sql;
import dev.gateway.postgres.schema.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

class PostgresJournalAdminTest {

    private static final AccountId BOT = new AccountId("telegram:4711");

    @TempDir Path home;

    private final PostgresConfig config = TestDatabase.freshSchema();
    private final Database database = new Database(config, "test", ConnectionGuard.NONE);
    private final ManualClock clock = new ManualClock();
    private Connection connection;
    private JournalAdmin admin;

    @BeforeEach
    void open() throws Exception {
        connection = database.connect(ConnectionUse.read("test"));
        assertThat(PostgresJournalAdmin.open(location(), clock)).isEmpty();
        Schema.migrate(connection, database);
        admin = PostgresJournalAdmin.open(location(), clock).orElseThrow();
        execute(
                "INSERT INTO session(id, home_session, host, home_id, home, pid, version,"
                        + " schema_version, weight, lease_ms, join_after_ms)"
                        + " VALUES('s', 's', 'web-1', 'h', '/h', 1, '1', 1, 1, 1, 1)");
        execute(
                "INSERT INTO account(id, name, named, session) VALUES('telegram:4711', 'bot', 1,"
                        + " 's')");
    }

    @AfterEach
    void close() throws Exception {
        admin.close();
        connection.close();
    }

    @Test
    void showsMessagesInEachStateWithTheNameOfTheirAccount() throws Exception {
        message("waits", 0, null);
        message("flies", 0, "s");
        message("parked", 4, null);
        message("done", 3, null);

        assertThat(ids(EnumSet.of(MessageState.PENDING))).containsExactly("waits");
        assertThat(ids(EnumSet.of(MessageState.IN_FLIGHT))).containsExactly("flies");
        assertThat(ids(EnumSet.allOf(MessageState.class)))
                .containsExactly("waits", "flies", "parked", "done");
        StoredMessage flies = admin.message("flies").orElseThrow();
        assertThat(flies.state()).isEqualTo(MessageState.IN_FLIGHT);
        assertThat(flies.platform()).isEqualTo("bot");
        assertThat(flies.text()).isEqualTo("text of flies");
        assertThat(admin.message("done")).isPresent();
        assertThat(admin.message("other")).isEmpty();
        assertThat(admin.counts()).isEqualTo(new MessageCounts(1, 1, 0, 1, 0));
    }

    @Test
    void retriesWhatIsParkedAndDropsWhatNoHandlerHas() throws Exception {
        message("parked", 4, null);
        message("flies", 0, "s");
        message("waits", 0, null);
        execute(
                "INSERT INTO lane(queue, account, conversation, ready_at)"
                        + " VALUES(0, 'telegram:4711', 'chat', 9999999999999)");

        assertThat(admin.retry("flies")).isFalse();
        assertThat(admin.drop("flies")).isFalse();
        assertThat(admin.retry("parked")).isTrue();
        assertThat(admin.message("parked").orElseThrow())
                .extracting(StoredMessage::state, StoredMessage::attempts, StoredMessage::reason)
                .containsExactly(MessageState.PENDING, 0, Optional.empty());
        assertThat(number("SELECT ready_at FROM lane")).isEqualTo(clock.millis());
        assertThat(admin.drop("waits")).isTrue();
        assertThat(admin.drop("waits")).isFalse();
        StoredMessage dropped = admin.message("waits").orElseThrow();
        assertThat(dropped.state()).isEqualTo(MessageState.DROPPED);
        assertThat(dropped.text()).isEmpty();
        assertThat(admin.retry("nothing")).isFalse();
    }

    @Test
    void sendsToAConversationAndShowsRetriesAndDropsAnswers() throws Exception {
        List<String> ids =
                admin.send(
                        new AccountId("feishu:new"),
                        "corp",
                        "chat\u00001",
                        List.of(
                                new MessagePart("a\u0000b", List.of(), TextFormat.MARKDOWN),
                                new MessagePart("c", List.of(), TextFormat.PLAIN)));

        assertThat(admin.answers(false, 10)).extracting(StoredAnswer::id).isEqualTo(ids);
        StoredAnswer first = admin.answer(ids.get(0)).orElseThrow();
        assertThat(first.text()).isEqualTo("a\u0000b");
        assertThat(first.conversation()).isEqualTo("chat\u00001");
        assertThat(first.platform()).isEqualTo("corp");
        assertThat(first.messageId()).isEmpty();
        assertThat(number("SELECT count(*) FROM lane WHERE queue = 1")).isEqualTo(1);
        assertThat(admin.answers(true, 10)).isEmpty();

        execute("UPDATE answer SET parked = true, failures = 3 WHERE id = '" + ids.get(0) + "'");
        assertThat(admin.answers(true, 10))
                .extracting(StoredAnswer::id)
                .containsExactly(ids.get(0));
        assertThat(admin.retry(ids.get(0))).isTrue();
        assertThat(admin.answers(true, 10)).isEmpty();

        execute("UPDATE answer SET claimed_by = 's' WHERE id = '" + ids.get(1) + "'");
        assertThat(admin.drop(ids.get(1))).isFalse();
        assertThat(admin.drop(ids.get(0))).isTrue();
        assertThat(admin.answer(ids.get(0))).isEmpty();
    }

    @Test
    void aMessageIsDoneWhenTheLastPartOfItsAnswerIsDropped() throws Exception {
        message("asked", 2, null);
        for (String id : List.of("a1", "a2")) {
            execute(
                    "INSERT INTO answer(id, message, account, conversation, text, markdown,"
                            + " created_at) SELECT '"
                            + id
                            + "', seq, account, conversation, 'x', false, 0 FROM message");
        }

        admin.drop("a1");
        assertThat(admin.message("asked").orElseThrow().state()).isEqualTo(MessageState.ANSWERED);
        assertThat(admin.answer("a2").orElseThrow().messageId()).contains("asked");
        admin.drop("a2");

        assertThat(admin.message("asked").orElseThrow().state()).isEqualTo(MessageState.DONE);
        assertThat(number("SELECT count(*) FROM message WHERE text <> ''")).isZero();
    }

    @Test
    void approvesTheCodeOfAPersonOnceAndRevokesByTheNameOfTheAccount() throws Exception {
        request("anna", "ABCD2345", clock.millis());
        request("late", "WXYZ6789", clock.millis() - 3_600_000);

        assertThat(admin.pairings().requests())
                .extracting(PairingRequest::sender)
                .containsExactly("anna");
        assertThat(admin.pairings().approve("abcd 2345").map(Pairing::sender)).contains("anna");
        assertThat(admin.pairings().approve("ABCD2345")).isEmpty();
        assertThat(admin.pairings().approve("WXYZ6789")).isEmpty();
        assertThat(admin.pairings().requests()).isEmpty();
        assertThat(admin.pairings().approved())
                .extracting(Pairing::sender, Pairing::platforms)
                .containsExactly(tuple("anna", List.of("bot")));

        assertThat(admin.pairings().revoke("other", "anna")).isFalse();
        assertThat(admin.pairings().revoke("bot", "anna")).isTrue();
        assertThat(admin.pairings().revoke("telegram:4711", "anna")).isFalse();
        assertThat(admin.pairings().approved()).isEmpty();
    }

    @Test
    void aChangeIsToldToTheHostsAndAReadIsNot() throws Exception {
        Sql.execute(connection, "LISTEN " + Database.quoted(database.channel()));

        admin.messages(Set.of(MessageState.PENDING), 1);
        admin.send(BOT, "bot", "c", List.of(new MessagePart("x", List.of())));

        PGNotification[] told = connection.unwrap(PGConnection.class).getNotifications(30_000);
        assertThat(told).extracting(PGNotification::getParameter).containsExactly("JOURNAL ");
    }

    @Test
    void accessForReadingChangesNothing() throws Exception {
        message("waits", 0, null);
        try (JournalAdmin reader =
                PostgresJournalAdmin.openReadOnly(location(), clock).orElseThrow()) {
            assertThat(reader.message("waits")).isPresent();
            assertThatThrownBy(() -> reader.drop("waits"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("read-only");
        }
        assertThat(admin.message("waits").orElseThrow().state()).isEqualTo(MessageState.PENDING);
    }

    @Test
    void aReadGoesOnAfterItsConnectionWasEnded() throws Exception {
        message("waits", 0, null);
        execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name = 'gateway web-9 operator'");

        assertThat(admin.message("waits")).isPresent();
    }

    private List<String> ids(Set<MessageState> states) throws IOException {
        return admin.messages(states, 100).stream().map(StoredMessage::id).toList();
    }

    private void message(String id, int state, String claimedBy) throws SQLException {
        execute(
                "INSERT INTO message(id, account, dedup_key, conversation, sender, direct, text,"
                        + " sent_at, accepted_at, state, attempts, failures, reason, claimed_by)"
                        + " VALUES('%1$s', 'telegram:4711', '%1$s', 'chat', 'anna', true,"
                                .formatted(id)
                        + " 'text of %s', 0, 0, %d, 3, 3, 'why', %s)"
                                .formatted(
                                        id,
                                        state,
                                        claimedBy == null ? "NULL" : "'" + claimedBy + "'"));
    }

    private void request(String sender, String code, long at) throws SQLException {
        execute(
                "INSERT INTO pairing_request(account, sender, name, code, requested_at)"
                        + " VALUES('telegram:4711', '%s', 'N', '%s', %d)"
                                .formatted(sender, code, at));
    }

    private void execute(String sql) throws SQLException {
        TestDatabase.run(config, sql);
    }

    private long number(String sql) throws SQLException {
        return Sql.first(connection, sql, row -> row.getLong(1)).orElseThrow();
    }

    private JournalLocation location() {
        return new JournalLocation(
                new GatewayHome(home), JournalConfig.in(config), HostConfig.named("web-9"));
    }
}
