package dev.gateway.postgres.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.access.AccessRule;
import dev.gateway.core.access.Admission;
import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.config.journal.JournalConfig;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.AccountJournal;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.History;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.engine.CopiedTable;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.journal.engine.JournalCopy;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.journal.engine.JournalSource;
import dev.gateway.core.journal.engine.JournalTarget;
import dev.gateway.core.journal.engine.JournalTransfer;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.time.ManualClock;
import dev.gateway.postgres.TestDatabase;
import dev.gateway.postgres.admin.PostgresJournalAdmin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalCopyTest {

    private static final AccountBinding BOT =
            new AccountBinding(
                    "bot", new AccountId("telegram:1"), Duration.ZERO, true, Optional.empty());

    @TempDir Path folder;

    private final PostgresConfig config = TestDatabase.freshSchema();
    private final ManualClock clock = new ManualClock();
    private final List<String> notices = new ArrayList<>();
    private GatewayHome first;
    private GatewayHome second;

    @BeforeEach
    void createHomes() throws IOException {
        first = new GatewayHome(folder.resolve("first"));
        second = new GatewayHome(folder.resolve("second"));
        Files.createDirectories(first.media());
        Files.createDirectories(second.media());
    }

    @Test
    void everythingArrivesInTheDatabaseAndComesBackIntoAnotherHome() throws Exception {
        fill(first);
        Map<CopiedTable, List<List<Object>>> before = dump(sqlite(first));

        JournalCopy.Result there = copy(sqlite(first), postgres(first), false);
        JournalCopy.Result back = copy(postgres(second), sqlite(second), false);

        Map<CopiedTable, List<List<Object>>> after = dump(sqlite(second));
        for (CopiedTable table : CopiedTable.values()) {
            assertThat(before.get(table)).as(table.title()).isNotEmpty();
            assertThat(withoutFiles(table, after.get(table)))
                    .as(table.title())
                    .containsExactlyInAnyOrderElementsOf(withoutFiles(table, before.get(table)));
            assertThat(there.rows().get(table)).isEqualTo(before.get(table).size());
        }
        assertThat(after.get(CopiedTable.MESSAGES))
                .extracting(row -> row.get(0))
                .isEqualTo(
                        before.get(CopiedTable.MESSAGES).stream().map(row -> row.get(0)).toList());
        assertThat(back.rows()).isEqualTo(there.rows());
        assertThat(dump(sqlite(first))).isEqualTo(before);
    }

    @Test
    void theCopiedJournalGoesOnWhereTheFormerOneWas() throws Exception {
        fill(first);
        MessageCounts counts;
        try (Journal journal = open(first)) {
            counts = journal.counts();
        }
        copy(sqlite(first), postgres(first), false);
        try (JournalAdmin admin = PostgresJournalAdmin.open(postgres(first), clock).orElseThrow()) {
            assertThat(admin.counts()).isEqualTo(counts);
            assertThat(admin.answers(false, 10).get(0).messageId()).isPresent();
        }
        copy(postgres(second), sqlite(second), false);

        try (Journal journal = open(second)) {
            assertThat(journal.counts()).isEqualTo(counts);
            AccountJournal account = AdoptedAccounts.bind(journal, BOT);
            assertThat(account.cursor()).contains("cursor-9");
            assertThat(account.note("token")).contains("t\u0000");
            assertThat(account.accept(batch("m1", "m2")).fresh()).isZero();
            assertThat(account.said("m1")).isPresent();
            List<ClaimedMessage> next = journal.inbox().claim(List.of("bot"), 10).taken();
            assertThat(next).extracting(one -> one.message().text()).contains("text of crashed");
            Attachment picture =
                    next.stream()
                            .flatMap(one -> one.message().attachments().stream())
                            .findFirst()
                            .orElseThrow();
            assertThat(picture.path()).startsWith(second.media()).hasContent("picture");
            assertThat(journal.outbox().claim("bot", 10).taken())
                    .extracting(one -> one.message().text())
                    .contains("answer");
            assertThat(journal.history().recent("bot", "chat", 10)).hasSize(1);
        }
    }

    @Test
    void aCopyIntoAccountsThatAreThereIsRefusedUnlessTheyAreReplaced() throws Exception {
        fill(first);
        copy(sqlite(first), postgres(first), false);
        execute("DELETE FROM message WHERE state = 0");
        execute("INSERT INTO note(account, key, value) VALUES('telegram:other', 'k', 'stays')");

        assertThatThrownBy(() -> copy(sqlite(first), postgres(first), false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("telegram:1")
                .hasMessageContaining("--replace");
        JournalCopy.Result again = copy(sqlite(first), postgres(first), true);

        Map<CopiedTable, List<List<Object>>> there = dump(postgres(first));
        assertThat(there.get(CopiedTable.MESSAGES))
                .hasSize(again.rows().get(CopiedTable.MESSAGES).intValue());
        assertThat(there.get(CopiedTable.NOTES)).hasSize(2);
        assertThat(there.get(CopiedTable.COUNTERS))
                .isEqualTo(dump(sqlite(first)).get(CopiedTable.COUNTERS));
    }

    @Test
    void aCopyThatBreaksOffLeavesNothing() throws Exception {
        fill(first);
        for (boolean intoDatabase : List.of(true, false)) {
            if (!intoDatabase) {
                copy(sqlite(first), postgres(first), false);
            }
            JournalLocation from = intoDatabase ? sqlite(first) : postgres(second);
            JournalLocation to = intoDatabase ? postgres(first) : sqlite(second);
            for (CopiedTable last : CopiedTable.values()) {
                assertThatThrownBy(
                                () ->
                                        copy(
                                                from,
                                                to,
                                                false,
                                                (table, rows, all) -> {
                                                    if (table == last) {
                                                        throw new IllegalStateException("killed");
                                                    }
                                                }))
                        .hasMessage("killed");
            }
            if (intoDatabase) {
                dump(to).values().forEach(rows -> assertThat(rows).isEmpty());
            } else {
                try (Stream<Path> files = Files.list(second.folder())) {
                    assertThat(files.map(Path::getFileName).map(Path::toString))
                            .allMatch(name -> !name.startsWith("journal"));
                }
            }
        }
    }

    @Test
    void theFormerJournalOfTheHomeIsKept() throws Exception {
        fill(first);
        Map<CopiedTable, List<List<Object>>> before = dump(sqlite(first));
        copy(sqlite(first), postgres(first), false);

        JournalCopy.Result back = copy(postgres(first), sqlite(first), false);

        assertThat(back.note().orElseThrow()).contains("journal.db.former-");
        Path former =
                first.folder()
                        .resolve(
                                back.note()
                                        .get()
                                        .replaceAll(".*(journal\\.db\\.former-\\S+)\\.$", "$1"));
        Files.copy(former, second.journal());
        assertThat(dump(sqlite(second))).isEqualTo(before);
        assertThat(dump(sqlite(first)).get(CopiedTable.ACCOUNTS))
                .isEqualTo(before.get(CopiedTable.ACCOUNTS));
    }

    @Test
    void aHostThatLivesIsNotDisturbedAndOneThatDiedIsEnded() throws Exception {
        fill(first);
        copy(sqlite(first), postgres(first), false);
        register("dead", 1_000);

        copy(postgres(second), sqlite(second), false);
        assertThat(notices).singleElement().asString().contains("Host dead");

        register("alive", 60_000);
        var beats =
                new Thread(
                        () -> {
                            try {
                                execute("UPDATE session SET beat = beat + 1");
                            } catch (SQLException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        notices.clear();
        assertThatThrownBy(
                        () ->
                                JournalTransfer.named("postgres")
                                        .source(postgres(first), notice -> beats.start()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Host alive")
                .hasMessageContaining("stop the gateway");
        beats.join();
    }

    @Test
    void noHostCanRegisterWhileACopyIsMade() throws Exception {
        fill(first);
        JournalTransfer transfer = JournalTransfer.named("postgres");
        try (JournalTarget target =
                transfer.target(postgres(first), Clock.systemUTC(), notices::add)) {
            assertThatThrownBy(
                            () ->
                                    execute(
                                            "SET lock_timeout = 200; INSERT INTO session(id,"
                                                    + " home_session, host, home_id, home, pid,"
                                                    + " version, schema_version, weight, lease_ms,"
                                                    + " join_after_ms) VALUES('s', 's', 'late',"
                                                    + " 'h', '/h', 1, '1', 1, 1, 1, 1)"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("lock timeout");
        }
    }

    @Test
    void batchesThatWaitOnTheDiskAreNotLeftBehind() throws Exception {
        fill(first);
        copy(sqlite(first), postgres(first), false);
        Files.createDirectories(first.folder().resolve("spool"));
        Files.createFile(first.folder().resolve("spool/000000000001-0123abcd.batch"));

        assertThatThrownBy(() -> copy(postgres(first), sqlite(first), false))
                .hasMessageContaining("1 batches")
                .hasMessageContaining("start the gateway");
    }

    /** Fills a journal with each kind of row, in each state. */
    private void fill(GatewayHome home) throws Exception {
        try (Journal journal = open(home)) {
            AccountJournal account = AdoptedAccounts.bind(journal, BOT);
            account.accept(batch("m1"));
            answer(journal, List.of(new MessagePart("answer", List.of(picture(home, "a")))));
            account.accept(batch("m2"));
            answer(journal, List.of());
            account.accept(batch("m3"));
            ClaimedMessage failing = claim(journal);
            journal.inbox().parked(failing, "too often", List.of());
            account.accept(
                    new InboundBatch(
                            List.of(message("crashed", List.of(picture(home, "b")))),
                            Optional.of("cursor-9"),
                            Map.of("token", "t\u0000")),
                    List.of(Admission.OPEN));
            account.accept(
                    InboundBatch.of(message("stranger", "other", List.of())),
                    List.of(
                            new Admission(
                                    Admission.Outcome.ACCEPT_IF_PAIRED_OR_INVITE,
                                    AccessRule.DM_PAIRING)));
            journal.history().store("bot", "chat", new History.Turn("m1", "said", "answered"), 10);
            claim(journal);
        }
        try (JournalAdmin admin = sqlite(home).engine().admin(sqlite(home), clock).orElseThrow()) {
            String code = admin.pairings().requests().get(0).code();
            admin.pairings().approve(code);
        }
    }

    private static void answer(Journal journal, List<MessagePart> parts) throws Exception {
        journal.inbox().answered(claim(journal), parts);
    }

    private static ClaimedMessage claim(Journal journal) throws Exception {
        return journal.inbox().claim(List.of("bot"), 1).taken().get(0);
    }

    private static Attachment picture(GatewayHome home, String name) throws IOException {
        Path file = Files.writeString(home.media().resolve(name + ".png"), "picture");
        return new Attachment(Attachment.Kind.IMAGE, name + ".png", "image/png", file, 7);
    }

    private static InboundBatch batch(String... keys) {
        return InboundBatch.of(
                Arrays.stream(keys).map(key -> message(key, List.of())).toList(), "cursor-9");
    }

    private static InboundMessage message(String key, List<Attachment> files) {
        return message(key, "chat", files);
    }

    private static InboundMessage message(String key, String conversation, List<Attachment> files) {
        var message =
                new InboundMessage(
                        key,
                        conversation,
                        "anna",
                        true,
                        "text of " + key,
                        files,
                        "",
                        Instant.EPOCH);
        return message.withContext(
                message.context().toBuilder().messageId(key).senderName("Anna").build());
    }

    private JournalCopy.Result copy(JournalLocation from, JournalLocation to, boolean replace)
            throws Exception {
        return copy(from, to, replace, (table, rows, all) -> {});
    }

    private JournalCopy.Result copy(
            JournalLocation from,
            JournalLocation to,
            boolean replace,
            JournalCopy.Progress progress)
            throws Exception {
        try (JournalSource source = source(from);
                JournalTarget target =
                        JournalTransfer.named(to.config().type()).target(to, clock, notices::add)) {
            return JournalCopy.run(source, target, replace, progress);
        }
    }

    private JournalSource source(JournalLocation from) throws Exception {
        return JournalTransfer.named(from.config().type()).source(from, notices::add).orElseThrow();
    }

    private Map<CopiedTable, List<List<Object>>> dump(JournalLocation from) throws Exception {
        Map<CopiedTable, List<List<Object>>> all = new EnumMap<>(CopiedTable.class);
        try (JournalSource source = source(from)) {
            for (CopiedTable table : CopiedTable.values()) {
                List<List<Object>> rows = new ArrayList<>();
                source.read(table, some -> some.forEach(row -> rows.add(Arrays.asList(row))));
                all.put(table, rows);
                assertThat(source.count(table)).isEqualTo(rows.size());
            }
        }
        return all;
    }

    private static List<List<Object>> withoutFiles(CopiedTable table, List<List<Object>> rows) {
        int column = table.index("attachments");
        if (column < 0) {
            return rows;
        }
        return rows.stream()
                .map(
                        row -> {
                            List<Object> rest = new ArrayList<>(row);
                            rest.set(column, ((String) row.get(column)).isEmpty());
                            return rest;
                        })
                .toList();
    }

    private Journal open(GatewayHome home) throws IOException {
        JournalLocation location = sqlite(home);
        return location.engine()
                .open(
                        location,
                        JournalSettings.defaults(),
                        clock,
                        new EventStream(clock, 1),
                        SessionLiveness.alone(),
                        () -> false);
    }

    private static JournalLocation sqlite(GatewayHome home) {
        return JournalLocation.in(home);
    }

    private JournalLocation postgres(GatewayHome home) {
        return new JournalLocation(home, JournalConfig.in(config), HostConfig.named("web-9"));
    }

    private void register(String host, long lease) throws SQLException {
        execute(
                "INSERT INTO session(id, home_session, host, home_id, home, pid, version,"
                        + " schema_version, weight, lease_ms, join_after_ms)"
                        + " VALUES('%1$s', 's', '%1$s', 'h', '/h', 1, '1', 1, 1, %2$d, 1)"
                                .formatted(host, lease));
    }

    private void execute(String sql) throws SQLException {
        TestDatabase.run(config, sql);
    }
}
