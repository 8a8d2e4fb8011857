package dev.gateway.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.yaml.InvalidConfigException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectiveConfigTest {

    @TempDir Path folder;

    private String view(String yaml) throws InvalidConfigException {
        return EffectiveConfig.of(
                new ConfigFileFixture(folder)
                        .variable("TOKEN", "1:from-environment")
                        .variable("KEY", "sk-key")
                        .holding(yaml)
                        .read());
    }

    @Test
    void theWayToAPlatformIsShownWithoutUserAndPassword() throws Exception {
        String text =
                view(
                        """
                        gateway: {proxy: "http://me:pw@gate:3128"}
                        platforms:
                          a: {type: telegram, token: x}
                          b: {type: telegram, token: y, proxy: direct}
                          c: {type: telegram, token: z, proxy: "socks5://tunnel"}
                        """);

        assertThat(text)
                .contains(
                        "proxy: \"http://********@gate:3128\"",
                        "proxy: \"direct\"",
                        "proxy: \"socks5://tunnel:1080\"")
                .doesNotContain("me:", "pw");
    }

    @Test
    void allDefaultsAreFilledInAndSecretsMasked() throws Exception {
        assertThat(
                        view(
                                """
                                gateway: {health: {listen: "localhost:80"}, token_wait: 90s}
                                handler: {http: {url: "https://h/x?key=abc", key: abc}}
                                platforms:
                                  family: {type: telegram, token: "${TOKEN}"}
                                  work:
                                    type: feishu
                                    app_id: cli_x
                                    app_secret: literal
                                    disconnect_timeout: 25s
                                  'no': {type: weixin, enabled: false, token: "${NOT_SET}"}
                                """))
                .isEqualTo(
                        """
                        gateway:
                          # A stop takes at most 57s: drain, disconnect and 2s to finish.
                          drain_timeout: 30s
                          disconnect_timeout: 25s
                          token_wait: 90s
                          log_level: info
                          health:
                            listen: "127.0.0.1:80"
                        handler:
                          type: http
                          key: "********"
                          url: "https://h/x?********"
                        platforms:
                          family:
                            type: telegram
                            enabled: true
                            disconnect_timeout: 20s
                            contact_timeout: 90s
                            proxy: "environment"
                            dm_policy: pairing
                            allow_from: []
                            group_policy: allowlist
                            require_mention: true
                            groups: {}
                            respond_to_all: false
                            bots: ignore
                            format: markdown
                            send_limit: platform
                            token: "********"  # from "${TOKEN}"
                          work:
                            type: feishu
                            enabled: true
                            disconnect_timeout: 25s
                            contact_timeout: 90s
                            proxy: "environment"
                            dm_policy: pairing
                            allow_from: []
                            group_policy: allowlist
                            require_mention: true
                            groups: {}
                            respond_to_all: false
                            bots: ignore
                            format: markdown
                            send_limit: platform
                            app_id: "cli_x"
                            app_secret: "********"
                          "no":
                            type: weixin
                            enabled: false
                            disconnect_timeout: 20s
                            contact_timeout: 90s
                            dm_policy: pairing
                            allow_from: []
                            group_policy: allowlist
                            require_mention: true
                            groups: {}
                            respond_to_all: false
                            bots: ignore
                            format: markdown
                            send_limit: platform
                            # token: not read, as it is disabled
                        """);
    }

    @Test
    void whoMayTalkIsShownAsItIsWritten() throws Exception {
        String text =
                view(
                        """
                        platforms:
                          a:
                            type: telegram
                            token: x
                            dm_policy: allowlist
                            allow_from: [4711, "8"]
                            group_policy: open
                            groups: {"-100123": {require_mention: false}, "-7": {}}
                            bots: answer
                        """);

        assertThat(text)
                .contains(
                        "    dm_policy: allowlist\n",
                        "    allow_from: [\"4711\", \"8\"]\n",
                        "    group_policy: open\n",
                        "    groups: {\"-100123\": {require_mention: false}, \"-7\": {}}\n",
                        "    bots: answer\n");
        assertThat(view(text)).isEqualTo(text);
    }

    @Test
    void whatCameFromElsewhereIsMaskedWhateverItIs() throws Exception {
        assertThat(view("handler: {process: {command: [run, '--key', \"${KEY}\"]}}"))
                .contains("  command: \"********\"  # from \"${KEY}\"\n");
        assertThat(view("handler: {type: process, command: [run, \"${KEY}\"]}"))
                .contains("  command: \"********\"  # from \"${KEY}\"\n");
    }

    @Test
    void theViewIsAConfigItself() throws Exception {
        String view =
                view(
                        """
                        gateway: {health: {listen: "[::]:80", allow_remote: true}}
                        handler: {type: process, command: ["say \\"hi\\"", 'back\\slash', "\\u2028"]}
                        platforms: {a: {type: telegram, token: "1:x", quiet: true, batch_size: 5}}
                        """);

        assertThat(view(view)).isEqualTo(view);
        assertThat(view("{}")).isEqualTo(view(view("{}")));
    }
}
