package dev.gateway.adapter.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.adapter.feishu.connection.ClientConfig;
import dev.gateway.adapter.feishu.connection.Endpoint;
import dev.gateway.adapter.feishu.connection.FeishuEventFixture;
import dev.gateway.adapter.feishu.connection.FragmentAssembler;
import dev.gateway.adapter.feishu.connection.Frame;
import dev.gateway.adapter.feishu.connection.FrameCodec;
import dev.gateway.adapter.feishu.message.FeishuEventParser;
import dev.gateway.adapter.feishu.message.FeishuReceivedMessage;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.fuzz.InputFuzzer;
import dev.gateway.core.fuzz.ResourceLimits;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpClient;
import dev.gateway.core.http.HttpRequest;
import dev.gateway.core.http.HttpResponseFixture;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.yaml.Secret;
import dev.gateway.sim.contract.RecordingContext;
import java.net.ProtocolException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Tests of any input from Feishu: a message, an event for others, or malformed data. */
class DamagedFeishuEventsTest {

    private static final List<String> EVENTS =
            List.of(
                    FeishuEventFixture.text("om_1", "hello @_user_1"),
                    FeishuEventFixture.message(
                            "om_2",
                            "group",
                            "post",
                            """
                            {"zh_cn":{"title":"T","content":[[{"tag":"text","text":"a"},
                             {"tag":"a","text":"b","href":"http://c"},{"tag":"at","user_id":"@_user_1"},
                             {"tag":"img","image_key":"img_1"},{"tag":"code_block","text":"x"}]]}}""",
                            ""),
                    FeishuEventFixture.message(
                            "om_3",
                            "p2p",
                            "file",
                            "{\"file_key\":\"f\",\"file_name\":\"a.pdf\"}",
                            ""),
                    FeishuEventFixture.message(
                            "om_4",
                            "p2p",
                            "interactive",
                            """
                            {"header":{"title":{"tag":"plain_text","content":"T"}},"elements":[
                             {"tag":"div","text":{"tag":"lark_md","content":"**a**"}},
                             {"tag":"action","actions":[{"tag":"button",
                              "text":{"tag":"plain_text","content":"OK"},"value":{"a":"b"}}]}]}""",
                            ""),
                    FeishuEventFixture.message(
                            "om_5",
                            "p2p",
                            "location",
                            "{\"name\":\"x\",\"latitude\":\"31.2\",\"longitude\":\"121.4\"}",
                            ""),
                    FeishuEventFixture.press("oc_5ce6", "{\"value\":{\"data\":\"yes\"}}"));
    private static final List<String> ANSWERS =
            List.of(
                    """
                    {"code":0,"msg":"ok","data":{"URL":"wss://h.example/ws?service_id=7&ticket=t",
                     "ClientConfig":{"ReconnectCount":-1,"ReconnectInterval":120,
                      "ReconnectNonce":30,"PingInterval":120}}}""",
                    "{\"code\":0,\"tenant_access_token\":\"t-0815\",\"expire\":7200}",
                    "{\"code\":99991400,\"msg\":\"request trigger frequency limit\"}");
    private static final ResourceLimits FRAMES = new ResourceLimits("feishu frames");
    private static final ResourceLimits READ = new ResourceLimits("feishu events");
    private static final ResourceLimits ANSWERED = new ResourceLimits("feishu answers");
    private static HttpClient http;
    private static FeishuEventParser reader;
    private static EndpointDiscovery discovery;

    @BeforeContainer
    static void prepare() throws Exception {
        var base = URI.create("http://127.0.0.1:1");
        var settings =
                FeishuSettings.of(
                        new PlatformConfig(
                                "work",
                                "feishu",
                                true,
                                Optional.of(base),
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(90),
                                Options.of(
                                        Map.of(
                                                "app_id",
                                                "cli_a1",
                                                "app_secret",
                                                Secret.of(FeishuFixture.SECRET)))));
        http = new HttpClient("feishu-damage", ProxyPolicy.DIRECT, List.of());
        var client = new RestClient(http, base);
        var api = new OpenApi(client, new TenantTokenProvider(client, settings, Clock.systemUTC()));
        var scope = new CancellationScope();
        var context = new RecordingContext("work", Path.of("."));
        var directory = new FeishuDirectory(api, scope);
        reader =
                new FeishuEventParser(
                        new FeishuEventFacts(
                                "cli_a1",
                                new BotIdentity(api, scope),
                                directory,
                                new FeishuMessageLookup(api, scope, directory, context),
                                context));
        discovery = new EndpointDiscovery(client, settings);
        for (String event : EVENTS) {
            assertThat(reader.parse(event.getBytes(StandardCharsets.UTF_8))).isPresent();
        }
    }

    @AfterContainer
    static void end() throws Exception {
        List.of(FRAMES, READ, ANSWERED).forEach(System.out::println);
        assertThat(http.close(Duration.ofSeconds(20))).isTrue();
    }

    @Property(tries = 1_000, seed = ResourceLimits.SEED)
    void aFrameIsDecodedAndPutTogetherOrRefused(@ForAll long seed) throws Exception {
        var inputFuzzer = new InputFuzzer(seed);
        var parts = new FragmentAssembler();
        for (Frame frame :
                FeishuEventFixture.parts("m1", EVENTS.get(0), 1 + inputFuzzer.number(4))) {
            byte[] whole = FrameCodec.encode(frame);
            byte[] bytes = inputFuzzer.of(List.of(new String(whole, StandardCharsets.ISO_8859_1)));
            byte[] bent = whole.clone();
            bent[inputFuzzer.number(bent.length)] ^= (byte) (1 << inputFuzzer.number(8));
            byte[] cut = Arrays.copyOf(whole, inputFuzzer.number(whole.length));
            for (byte[] given : List.of(bytes, bent, cut)) {
                FRAMES.check(
                        () -> {
                            try {
                                parts.add(FrameCodec.decode(given), 0);
                            } catch (ProtocolException e) {
                                assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
                            }
                            return null;
                        });
            }
        }
        assertThat(parts.pendingEvents()).isLessThanOrEqualTo(FragmentAssembler.MAX_EVENTS);
    }

    @Property(tries = 1_200, seed = ResourceLimits.SEED)
    void anEventIsAMessageOrNothingOrRefused(@ForAll long seed) throws Exception {
        READ.check(
                () -> {
                    try {
                        reader.parse(new InputFuzzer(seed).bytesOrJsonOf(EVENTS))
                                .map(FeishuReceivedMessage::toInboundMessage)
                                .ifPresent(
                                        message -> {
                                            assertThat(message.dedupKey()).isNotEmpty();
                                            assertThat(message.conversation()).isNotEmpty();
                                        });
                    } catch (ProtocolException e) {
                        assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
                    }
                    return null;
                });
    }

    @Property(tries = 1_000, seed = ResourceLimits.SEED)
    void anAnswerHasAVerdict(@ForAll long seed) throws Exception {
        var inputFuzzer = new InputFuzzer(seed);
        int status = inputFuzzer.pick(List.of(200, 200, 200, 400, 429, 502));
        byte[] body = inputFuzzer.bytesOrJsonOf(ANSWERS);
        String reset = inputFuzzer.pick(List.of("3", "99999", "-1", "x", ""));
        ANSWERED.check(
                () -> {
                    var reply =
                            HttpResponseFixture.of(status, body, "x-ogw-ratelimit-reset", reset);
                    ApiResponse response = ApiResponse.of(reply, text -> text);
                    PlatformException verdict = FeishuErrorMapper.toException(response, "a call");
                    assertThat(verdict.getMessage()).isNotBlank().doesNotContain("\n");
                    discovery
                            .endpoint(response.data(), ClientConfig.DEFAULT)
                            .ifPresent(DamagedFeishuEventsTest::canBeConnectedTo);
                    assertThat(TenantTokenProvider.lifetime(response))
                            .isBetween(Duration.ofSeconds(1), Duration.ofDays(1));
                    return null;
                });
    }

    @Example
    void anAddressThatNoConnectionCanHaveIsNone() throws Exception {
        for (String url :
                List.of(
                        "",
                        "ws://",
                        "ws:///x",
                        "wss://h:99999/",
                        "wss://..:1/",
                        "http://h/",
                        "ws://[",
                        "ws://h /")) {
            var json = JsonCodec.read("{\"URL\":\"" + url + "\"}");
            assertThat(discovery.endpoint(json, ClientConfig.DEFAULT)).as(url).isEmpty();
        }
    }

    private static void canBeConnectedTo(Endpoint endpoint) {
        URI uri = endpoint.uri();
        HttpRequest.newBuilder(URI.create("http" + uri.toString().substring(2))).build();
        assertThat(endpoint.config().pingInterval())
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(600));
    }
}
