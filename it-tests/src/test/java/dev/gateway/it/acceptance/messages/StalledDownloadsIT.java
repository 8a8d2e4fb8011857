package dev.gateway.it.acceptance.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.feishu.FakeFeishu;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import dev.gateway.sim.weixin.FakeWeixin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lets files stall after the headers, while other users write and the gateway is killed. */
class StalledDownloadsIT extends GatewayProcessFixture {

    private static final byte[] CONTENT = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);

    /** A handler that answers each message with the sizes of its files. */
    private static final String SIZES =
            """
            while IFS= read -r line; do
              id=${line#*'"id":"'}; id=${id%%'"'*}
              size=none
              case $line in *'"size":'*) size=${line##*'"size":'}; size=${size%%[!0-9]*} ;; esac
              printf '{"id":"%s","text":"size %s","done":true}\\n' "$id" "$size"
            done
            """;

    @Test
    void aStalledFileDelaysNoOtherUserAndAKilledGatewayLosesNone() throws Exception {
        try (FakeWeixin weixin = FakeWeixin.start();
                FakeFeishu feishu = FakeFeishu.start()) {
            Files.writeString(home.path().resolve("sizes.sh"), SIZES);
            home.write(
                    config().withHandler("{type: process, command: [sh, sizes.sh]}")
                            .with("family", telegram)
                            .with("mama", weixin)
                            .with("work", feishu));
            RunningProcess first = running();
            stall(telegram, "/file/*");
            stall(weixin, "/c2c/download*");
            stall(feishu, "/open-apis/im/v1/messages/*/resources/*");

            telegram.user("anna").sendsDocument("a.bin", "a/b", CONTENT, "");
            weixin.user("anna").sendsFile("a.bin", CONTENT);
            feishu.user("anna").sendsFile("a.bin", CONTENT);
            for (FakePlatform platform : List.of(telegram, weixin, feishu)) {
                platform.user("papa").says("hello");
                awaitHeard(platform, "papa", "size none");
                assertThat(platform.user("anna").heard()).isEmpty();
            }

            first.kill(Signal.KILL);
            first.awaitExit(TIMEOUT);
            for (FakePlatform platform : List.of(telegram, weixin, feishu)) {
                platform.server().faults().clear();
            }
            running();
            for (FakePlatform platform : List.of(telegram, weixin, feishu)) {
                awaitHeard(platform, "anna", "size 100000");
            }
            gateway.run(TIMEOUT, "stop").expectExit(0);
        }
    }

    private static void awaitHeard(FakePlatform platform, String user, String text) {
        await().alias(platform.type())
                .atMost(TIMEOUT)
                .until(
                        () -> platform.user(user).heard().stream().map(BotMessage::text).toList(),
                        heard -> heard.equals(List.of(text)));
    }

    private static void stall(FakePlatform platform, String path) {
        platform.server().faults().add(FaultRule.on(path, new Fault.Stall(Optional.empty())));
    }
}
