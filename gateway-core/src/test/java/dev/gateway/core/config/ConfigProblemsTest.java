package dev.gateway.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.yaml.ConfigProblem;
import dev.gateway.core.yaml.InvalidConfigException;
import dev.gateway.core.yaml.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigProblemsTest {

    @TempDir Path folder;

    private List<String> problems(String yaml) {
        return new ConfigFileFixture(folder).holding(yaml).problemLines();
    }

    @Test
    void allProblemsAreReportedAtOnceInTheOrderOfTheFile() {
        assertThat(
                        problems(
                                """
                                gateway:
                                  drain_timeout: 30
                                  disconect_timeout: 20s
                                handlr: {type: echo}
                                platforms:
                                  family:
                                    type: telegrm
                                    tokn: "${TELEGRAM_BOT_TOKEN}"
                                  work:
                                    type: feishu
                                    app_secret: "${FEISHU_SECRET}"
                                    base_url: ftp://example.org
                                """))
                .containsExactly(
                        "line 2: gateway.drain_timeout: '30' has no unit; write 30s for seconds, or"
                                + " use ms, m or h",
                        "line 3: gateway.disconect_timeout: unknown key; did you mean"
                                + " 'disconnect_timeout'?",
                        "line 4: handlr: unknown key; did you mean 'handler'?",
                        "line 7: platforms.family.type: 'telegrm' is not a type of platform; did"
                                + " you mean 'telegram'?",
                        "line 8: platforms.family.tokn: unknown key; did you mean 'token'?",
                        "line 9: platforms.work.app_id: required by feishu and missing; add"
                                + " 'app_id: …' (id of the app)",
                        "line 11: platforms.work.app_secret: environment variable FEISHU_SECRET is"
                                + " not set; set it where the gateway is started, or use"
                                + " ${file:PATH}",
                        "line 12: platforms.work.base_url: must begin with http:// or https://;"
                                + " write an address like https://example.org");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    30       | '30' has no unit
                    30 s     | the value is not a duration
                    1.5s     | '1.5s' is not a duration
                    thirty   | 'thirty' is not a duration
                    -5s      | '-5s' is negative
                    -5       | '-5' is negative
                    25h      | '25h' is longer than 24h
                    86401s   | '86401s' is longer than 24h
                    9999999999s | '9999999999s' is not a duration
                    ""       | the value is not a duration
                    [30s]    | must be a duration like 15s, not a list
                    {a: 30s} | must be a duration like 15s, not a mapping
                    ~        | has no value
                    !x 30s   | has a tag (!) that is not understood
                    """)
    void aBadDurationIsNamed(String value, String message) {
        List<ConfigProblem> problems =
                new ConfigFileFixture(folder)
                        .holding("gateway:\n  drain_timeout: " + value + "\n")
                        .problems();

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).message()).isEqualTo(message);
        assertThat(problems.get(0).key()).isEqualTo("gateway.drain_timeout");
        assertThat(problems.get(0).line()).contains(2);
        assertThat(problems.get(0).remedy()).isNotBlank();
    }

    @Test
    void noTimeAtAllToDisconnectIsRefused() {
        assertThat(problems("gateway: {disconnect_timeout: 0s, drain_timeout: 0s}"))
                .containsExactly(
                        "line 1: gateway.disconnect_timeout: '0s' is too short; write at least"
                                + " 1ms");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    batch_size: 1e3       | '1e3' is not a whole number
                    batch_size: -1        | '-1' is negative
                    batch_size: 010       | '010' is not a whole number
                    batch_size: 9999999999999999999 | the number is too big
                    quiet: maybe          | 'maybe' is neither true nor false
                    enabled: 1            | '1' is neither true nor false
                    allowed: mama         | must be a list, not a single value
                    allowed: [[mama]]     | must be text, not a list
                    poll_timeout: 10      | '10' has no unit
                    base_url: example.org | must begin with http:// or https://
                    base_url: 'http://'   | is not a valid address
                    base_url: 'http://a b'| is not a valid address
                    base_url: 'http:///x' | names no valid host and port
                    base_url: 'http://h:99999' | names no valid host and port
                    base_url: 'https://me:pw@h' | holds a user or password
                    base_url: 'https://h?x'   | holds a query, but paths are put behind it
                    base_url: 'https://h/a?x=1' | holds a query, but paths are put behind it
                    base_url: 'https://h#f'   | holds a fragment, which is never sent
                    proxy: 'https://h:1'      | must begin with http:// or socks5://
                    proxy: 'h:1'              | must be environment, direct, http://… or socks5://…
                    proxy: 'http://me:pw@h/x' | holds more than a proxy's host and port
                    proxy: [direct]           | must be a proxy, not a list
                    base_url: 'wss://h'   | must begin with http:// or https://
                    token: ''             | is empty
                    token: "a\\nb"        | holds a line break or another control character
                    token: ' a'           | has blanks around it
                    token: [a]            | must be a secret, not a list
                    token: "${oops"       | '${' without '}'
                    token: "${}"          | '${…}' holds neither the name of a variable nor file: and a path
                    token: "${A:-b}"      | '${…}' holds neither the name of a variable nor file: and a path
                    token: "${file:}"     | '${…}' holds neither the name of a variable nor file: and a path
                    <<: {token: x}        | merge keys (<<) are not understood
                    """,
            quoteCharacter = '`')
    void aBadOptionIsNamed(String line, String message) {
        String token = line.startsWith("token") || line.startsWith("<<") ? "" : "\n    token: x";
        List<ConfigProblem> problems =
                new ConfigFileFixture(folder)
                        .holding("platforms:\n  a:\n    " + line + "\n    type: telegram" + token)
                        .problems();

        assertThat(problems).extracting(ConfigProblem::message).contains(message);
        assertThat(problems.get(0).line()).isPresent();
        assertThat(problems.get(0).key()).startsWith("platforms.a.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {listen: 9464}            | is not host:port
                    {listen: "127.0.0.1"}     | is not host:port
                    {listen: "127.0.0.1:x"}   | is not host:port
                    {listen: "127.0.0.1:70000"} | is not host:port
                    {listen: "::1:80"}        | is not host:port
                    {listen: ":80"}           | is not host:port
                    {listen: "0.0.0.0:80"}    | would let other machines see the state of the gateway
                    {listen: "example.org:80"}| would let other machines see the state of the gateway
                    {listen: "[::]:80"}       | would let other machines see the state of the gateway
                    {allow_remote: true}      | missing
                    {listen: "localhost:1", port: 5} | unknown key
                    127.0.0.1:9464            | must be a mapping, not a single value
                    """,
            quoteCharacter = '`')
    void aBadHealthAddressIsNamed(String value, String message) {
        List<ConfigProblem> problems =
                new ConfigFileFixture(folder).holding("gateway:\n  health: " + value).problems();

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).message()).isEqualTo(message);
        assertThat(problems.get(0).line()).contains(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {type: proces, command: [x]} | line 1: handler.type: 'proces' is not a type of handler; did you mean 'process'?
                    {proces: {command: [x]}} | line 1: handler.proces: 'proces' is not a type of handler; did you mean 'process'?
                    {typ: echo}            | line 1: handler.typ: unknown key; did you mean 'type'?
                    {type: process}        | line 1: handler.command: required by process and missing; add 'command: …' (what to run)
                    {process: {}}          | line 1: handler.process.command: required by process and missing; add 'command: …' (what to run)
                    {type: process, command: []} | line 1: handler.command: is an empty list; add at least one value
                    {type: process, command: run} | line 1: handler.command: must be a list, not a single value; write it as [first, second]
                    {echo: {}, process: {command: [x]}} | line 1: handler.process: a second handler; keep one of them, there is only one
                    {http: {url: 'ftp://x'}} | line 1: handler.http.url: must begin with http://, https://, ws:// or wss://; write an address like https://example.org
                    [echo]                 | line 1: handler: must be a mapping, not a list; write for instance: handler: {type: echo}
                    {}                     | line 1: handler.type: missing; known types: echo, process, http
                    quux                   | line 1: handler: 'quux' is not a type of handler; known types: echo, process, http
                    """,
            quoteCharacter = '`')
    void aBadHandlerIsNamed(String value, String problem) {
        assertThat(problems("handler: " + value)).contains(problem);
    }

    @Test
    void aKeyInTheWrongPlaceIsSentToTheRightOne() {
        assertThat(
                        problems(
                                """
                                drain_timeout: 30s
                                gateway:
                                  platforms: {}
                                """))
                .containsExactly(
                        "line 1: drain_timeout: unknown key; move it below 'gateway:'",
                        "line 3: gateway.platforms: unknown key; move it to the left margin");
    }

    @Test
    void aKeyGivenTwiceIsReportedWithBothLines() {
        assertThat(
                        problems(
                                """
                                platforms:
                                  family: {type: telegram, token: "1:a"}
                                  other: {type: telegram, token: "1:b"}
                                  family: {type: telegram, token: "1:c"}
                                """))
                .containsExactly(
                        "line 4: platforms.family: given twice, in lines 2 and 4; remove one of"
                                + " the two");
    }

    @Test
    void theSameTokenInTwoAccountsOfOneTypeIsReportedWithoutTheToken() {
        var file =
                new ConfigFileFixture(folder)
                        .variable("A", "1:same")
                        .holding(
                                """
                                platforms:
                                  first: {type: telegram, token: "1:same"}
                                  off: {type: telegram, token: "1:same", enabled: false}
                                  weixin: {type: weixin, token: "1:same"}
                                  second: {type: telegram, token: "${A}"}
                                  work: {type: feishu, app_id: cli_x, app_secret: a}
                                  more: {type: feishu, app_id: cli_x, app_secret: b}
                                """);

        assertThat(file.problemLines())
                .containsExactly(
                        "line 5: platforms.second: has the same token as platforms.first in line"
                                + " 2; one token serves one account: remove or disable one of the"
                                + " two",
                        "line 7: platforms.more: has the same token as platforms.work in line 6;"
                                + " one token serves one account: remove or disable one of the"
                                + " two");
    }

    @Test
    void twoTokensOfOneBotAreReportedLikeOneTokenTwice() {
        var file =
                new ConfigFileFixture(folder)
                        .holding(
                                """
                                platforms:
                                  first: {type: telegram, token: "1:old"}
                                  off: {type: telegram, token: "1:older", enabled: false}
                                  other: {type: telegram, token: "2:old"}
                                  second: {type: telegram, token: "1:new"}
                                """);
        var loader =
                new ConfigLoader(
                        ConfigFileFixture.PLATFORMS,
                        TypeOrigin.BUILT_IN,
                        ConfigFileFixture.HANDLERS,
                        name -> null,
                        DuplicateAccountCheck::defaultToken,
                        account ->
                                Optional.of(
                                        DuplicateAccountCheck.defaultToken(account)
                                                .reveal()
                                                .split(":")[0]));

        assertThat(problemsOf(loader, file.path()))
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.key()).isEqualTo("platforms.second");
                            assertThat(problem.message())
                                    .isEqualTo(
                                            "is the same bot, with another token, as"
                                                    + " platforms.first in line 2")
                                    .doesNotContain("new");
                        });
    }

    @Test
    void theRuleOfWhatIsATokenCanBeGiven() {
        var file =
                new ConfigFileFixture(folder)
                        .holding(
                                """
                                platforms:
                                  a: {type: weixin, token: x, base_url: "https://one.example"}
                                  b: {type: weixin, token: y, base_url: "https://one.example"}
                                """);
        var byAddress =
                new ConfigLoader(
                        ConfigFileFixture.PLATFORMS,
                        ConfigFileFixture.HANDLERS,
                        name -> null,
                        platform -> Secret.of(platform.baseUrl().orElseThrow().toString()));
        var broken =
                new ConfigLoader(
                        ConfigFileFixture.PLATFORMS,
                        ConfigFileFixture.HANDLERS,
                        name -> null,
                        platform -> {
                            throw new IllegalStateException("x");
                        });

        assertThat(problemsOf(byAddress, file.path()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.key()).isEqualTo("platforms.b"));
        assertThat(problemsOf(broken, file.path()))
                .hasSize(2)
                .allSatisfy(
                        problem ->
                                assertThat(problem.message())
                                        .isEqualTo(
                                                "the adapter for weixin failed:"
                                                        + " java.lang.IllegalStateException"));
    }

    private static List<ConfigProblem> problemsOf(ConfigLoader loader, Path file) {
        try {
            loader.load(file);
            return List.of();
        } catch (InvalidConfigException e) {
            return e.problems();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a: telegram            | platforms.a: must be a mapping, not a single value; write for instance: family: {type: …}
                    a:                     | platforms.a.type: missing; known types: telegram, feishu, weixin
                    a b: {type: weixin, token: x} | platforms.(unreadable name): the name of a platform must be 1 to 64 letters, digits, '_' or '-'; rename it
                    "mama\\u0301": {type: weixin, token: x} | platforms.mamá: the name of a platform must be in composed form (NFC); type it anew: it was written with separate accents
                    a: {tipe: weixin, tokn: x} | platforms.a.tokn: unknown key; did you mean 'token'?
                    a: {type: discord}     | platforms.a.type: 'discord' is not a type of platform; known types: telegram, feishu, weixin
                    a: {type: 'weixin '}   | platforms.a.type: the value is not a type of platform; did you mean 'weixin'?
                    ? [x, y]               | platforms: a key is missing or not text; write: key: value
                    a: {type: feishu, app_id: true, app_secret: x} | platforms.a.app_id: must be text, not true or false; quote it if it is text
                    """,
            quoteCharacter = '`')
    void aBadPlatformIsNamed(String entry, String problem) {
        assertThat(problems("platforms:\n  " + entry)).contains("line 2: " + problem);
    }

    @Test
    void aListOfPlatformsIsToldHowToGetNames() {
        assertThat(problems("platforms:\n  - {type: telegram}"))
                .containsExactly(
                        "line 1: platforms: must be a mapping, not a list; write a name for each:"
                                + " platforms: {family: {type: …}}");
    }

    @Test
    void aBlankThatIsMissingAfterAColonIsFoundWithoutShowingTheToken() {
        assertThat(problems("platforms:\n  a: {type: telegram, token:123456:AAH-very-secret}"))
                .contains(
                        "line 2: platforms.a.(unreadable key): unknown key; put a blank after"
                                + " 'token:'")
                .noneMatch(line -> line.contains("AAH"));
    }

    @Test
    void theMessageOfTheExceptionIsOneLine() {
        var file = new ConfigFileFixture(folder).holding("a: 1\nb: 2\nc: 3\n");
        try {
            file.load();
        } catch (InvalidConfigException e) {
            assertThat(e)
                    .hasMessage(
                            "Config %s: line 1: a: unknown key; known here: gateway, journal,"
                                    + " host, handler, platforms (and 2 more problems, see: gateway config check)",
                            file.path());
            assertThat(e.file()).isEqualTo(file.path());
            return;
        }
        throw new AssertionError("taken for valid");
    }
}
