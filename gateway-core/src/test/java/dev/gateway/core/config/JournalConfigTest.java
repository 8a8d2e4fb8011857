package dev.gateway.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.config.journal.DatabaseTls;
import dev.gateway.core.config.journal.JournalConfig;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.config.journal.PostgresConfig.Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sections {@code journal:} and {@code host:}. */
class JournalConfigTest {

    @TempDir Path folder;

    private ConfigFileFixture file;

    @BeforeEach
    void prepare() {
        file = new ConfigFileFixture(folder).variable("DB_PASSWORD", "s3cret-of-db");
    }

    private PostgresConfig database(String journal) throws Exception {
        return file.holding("journal: {type: postgres, " + journal + "}\n")
                .load()
                .journal()
                .postgres()
                .orElseThrow();
    }

    private String problem(String yaml) {
        assertThat(file.holding(yaml).problemLines()).hasSize(1);
        return file.problemLines().get(0);
    }

    private String problemOf(String journal) {
        return problem("journal: {type: postgres, " + journal + "}\n");
    }

    private String problemOfUrl(String url) {
        return problemOf("url: \"" + url + "\"");
    }

    @Test
    void withoutTheSectionTheJournalIsInTheHome() throws Exception {
        assertThat(file.holding("{}").load().journal()).isEqualTo(JournalConfig.DEFAULT);
        assertThat(file.holding("journal: {type: sqlite}").load().journal())
                .isEqualTo(JournalConfig.DEFAULT);
    }

    @Test
    void theWholeSectionIsRead() throws Exception {
        file.secretFile("db-key.pem", "key");
        file.secretFile("db-cert.pem", "cert");
        GatewayConfig config =
                file.holding(
                                """
                                journal:
                                  type: postgres
                                  url: "postgresql://db1.example,db2.example:6543/chats"
                                  user: bot
                                  password: "${DB_PASSWORD}"
                                  tls: {ca: ca.pem, cert: db-cert.pem, key: db-key.pem}
                                  schema: chats_1
                                  lease: 4s
                                  attachments: /mnt/files
                                host: {name: web-1.example, weight: 0, join_after: 5s}
                                platforms:
                                  mama: {type: telegram, token: 1:x, host: web-2}
                                """)
                        .load();

        PostgresConfig database = config.journal().postgres().orElseThrow();
        assertThat(database.servers())
                .containsExactly(new Server("db1.example", 5432), new Server("db2.example", 6543));
        assertThat(database.database()).isEqualTo("chats");
        assertThat(database.user()).isEqualTo("bot");
        assertThat(database.password().orElseThrow().reveal()).isEqualTo("s3cret-of-db");
        assertThat(database.tls().mode()).isEqualTo(DatabaseTls.Mode.VERIFY_FULL);
        assertThat(database.tls().ca()).contains(folder.resolve("ca.pem"));
        assertThat(database.schema()).isEqualTo("chats_1");
        assertThat(database.lease()).isEqualTo(Duration.ofSeconds(4));
        assertThat(database.attachments()).contains(Path.of("/mnt/files"));
        assertThat(config.host().name()).isEqualTo("web-1.example");
        assertThat(config.host().isStandby()).isTrue();
        assertThat(config.host().joinAfter()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.platforms().get("mama").preferredHost()).contains("web-2");
    }

    @Test
    void defaultsAreThoseOfTheReference() throws Exception {
        GatewayConfig config =
                file.holding("journal: {type: postgres, url: \"postgresql://db/gateway\"}").load();

        PostgresConfig database = config.journal().postgres().orElseThrow();
        assertThat(database.user()).isEqualTo("gateway");
        assertThat(database.schema()).isEqualTo("gateway");
        assertThat(database.password()).isEmpty();
        assertThat(database.lease()).isEqualTo(Duration.ofSeconds(8));
        assertThat(database.tls()).isEqualTo(DatabaseTls.DEFAULT);
        assertThat(config.host().name()).as("the name of this machine").isNotBlank();
        assertThat(config.host().weight()).isEqualTo(1);
        assertThat(config.host().joinAfter()).isEqualTo(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://[::1]/g, ::1, 5432",
        "postgresql://[fe80::1%25eth0]:6000/g, , 0",
        "postgres://127.0.0.1:1/g, 127.0.0.1, 1",
        "PostgreSQL://db_1.example/g, db_1.example, 5432",
    })
    void addressesOfServersAreRead(String url, String host, int port) throws Exception {
        if (host == null) {
            assertThat(problemOfUrl(url)).contains("names no valid host and port");
            return;
        }
        assertThat(database("url: \"" + url + "\"").servers())
                .isEqualTo(List.of(new Server(host, port)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://bot:s3cret-of-db@db/gateway",
                "postgresql://bot@db/gateway",
                "postgresql://db/gateway?user=bot&password=s3cret-of-db",
                "postgresql://db/gateway?PASSWORD=s3cret-of-db",
            })
    void credentialsInTheAddressAreRefusedWithoutRepeatingThem(String url) {
        assertThat(problemOfUrl(url))
                .contains("journal.url: holds a user or password")
                .contains("user: NAME and password: \"${file:PATH}\"")
                .doesNotContain("s3cret-of-db");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:postgresql://db/g | remove jdbc:",
                "mysql://db/g | must begin with postgresql://",
                "postgresql://db | names no database",
                "postgresql://db/ | names no database",
                "postgresql://db/a/b | names no valid database",
                "postgresql:///g | names no valid host and port",
                "postgresql://db,,db2/g | names no valid host and port",
                "postgresql://db:0/g | names no valid host and port",
                "postgresql://db:65536/g | names no valid host and port",
                "postgresql://::1/g | names no valid host and port",
                "postgresql://[db]/g | names no valid host and port",
                "postgresql://db/g?sslmode=disable | remove the ? and what follows it",
            })
    void otherAddressesAreRefused(String url, String expected) {
        assertThat(problemOfUrl(url)).contains(expected);
    }

    @Test
    void anUnknownKeyNamesTheNearest() {
        assertThat(problemOf("url: \"postgresql://db/g\", shema: x"))
                .isEqualTo("line 1: journal.shema: unknown key; did you mean 'schema'?");
        assertThat(problemOf("url: \"postgresql://db/g\", tls: {cacert: x}"))
                .contains("journal.tls.cacert: unknown key");
        assertThat(
                        problem(
                                "journal: {type: postgres, url: \"postgresql://db/g\"}\n"
                                        + "host: {nam: x}"))
                .contains("did you mean 'name'?");
        assertThat(problem("jurnal: {type: sqlite}")).contains("did you mean 'journal'?");
        assertThat(problem("journal: {type: postgresql}")).contains("did you mean 'postgres'?");
    }

    @Test
    void keysOfADatabaseAreRefusedWithoutOne() {
        assertThat(problem("journal: {type: sqlite, lease: 8s}"))
                .contains("journal.lease: belongs to a journal of type postgres");
        assertThat(problem("journal: {url: \"postgresql://db/g\"}"))
                .contains("journal.type: missing; write type: postgres");
        assertThat(problem("host: {weight: 0}"))
                .contains("host: belongs to a journal of type postgres");
        assertThat(problem("platforms: {a: {type: telegram, token: x, host: web-1}}"))
                .contains("platforms.a.host: belongs to a journal of type postgres");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lease: 3s | write at least 4s",
                "lease: 61s | write at most 1m",
                "schema: Gateway | must be a plain name",
                "schema: \"g; drop\" | must be a plain name",
                "schema: pg_x | must be a plain name",
                "attachments: files | must be an absolute path",
                "password: \" \" | is empty",
                "tls: {cert: /x} | journal.tls.key: missing",
                "tls: {mode: prefer} | write one of verify-full, unless-loopback",
            })
    void valuesOutOfBoundsAreRefused(String entry, String expected) {
        assertThat(problemOf("url: \"postgresql://db/g\", " + entry)).contains(expected);
    }

    @Test
    void aBadNameOrWeightOfTheHostIsRefused() {
        String journal = "journal: {type: postgres, url: \"postgresql://db/g\"}\n";

        assertThat(problem(journal + "host: {name: \"web 1\"}")).contains("host.name: must be");
        assertThat(problem(journal + "host: {weight: -1}")).contains("host.weight: '-1' is neg");
        assertThat(problem(journal + "host: {weight: 1001}")).contains("write 0 to 1000");
        assertThat(problem(journal + "platforms: {a: {type: telegram, token: x, host: -}}"))
                .contains("platforms.a.host");
    }

    @Test
    void aMissingFileOfTheEncryptionIsAWarning() throws Exception {
        LoadedConfig loaded =
                file.holding(
                                "journal: {type: postgres, url: \"postgresql://db/g\","
                                        + " tls: {ca: missing.pem}}")
                        .read();

        assertThat(loaded.warnings())
                .singleElement()
                .satisfies(
                        warning ->
                                assertThat(warning.oneLine())
                                        .contains("missing.pem is missing or not readable"));
    }

    @Test
    void theEffectiveConfigShowsAllButThePassword() throws Exception {
        String text =
                EffectiveConfig.of(
                        file.holding(
                                        """
                                        journal:
                                          type: postgres
                                          url: "postgresql://db/g"
                                          password: "${DB_PASSWORD}"
                                        host: {name: web-1}
                                        platforms:
                                          a: {type: telegram, token: x, host: web-1}
                                        """)
                                .read());

        assertThat(text)
                .contains(
                        """
                        journal:
                          type: postgres
                          url: "postgresql://db:5432/g"
                          user: "gateway"
                          password: "********"  # from "${DB_PASSWORD}"
                          tls: {mode: unless-loopback}
                          schema: "gateway"
                          lease: 8s
                        host:
                          name: "web-1"
                          weight: 1
                          join_after: 1m
                        """)
                .contains("    host: \"web-1\"\n")
                .doesNotContain("s3cret-of-db");
    }
}
