package dev.gateway.adapter.feishu;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.adapter.http.AdapterHttp;
import dev.gateway.adapter.http.CallScope;
import dev.gateway.core.config.ProxyPolicy;
import dev.gateway.core.platform.PlatformException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class TenantTokenTest {

    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final SetClock clock = new SetClock();
    private final CallScope scope = new CallScope();
    private Platform platform;
    private AdapterHttp http;
    private TenantToken token;

    @BeforeEach
    void start(@TempDir Path media) throws Exception {
        platform = new Platform(media);
        URI base = URI.create(platform.rest.baseUrl());
        http = new AdapterHttp("feishu-token", ProxyPolicy.DIRECT, List.of());
        token = new TenantToken(new Calls(http, base), Settings.of(platform.config()), clock);
    }

    @AfterEach
    void stop() throws Exception {
        http.close(WITHIN);
        platform.close();
    }

    @Test
    void aTokenIsKeptUntilAFifthOfItsTimeIsLeft() throws Exception {
        answer("t-one", 1000);
        assertThat(get()).isEqualTo("t-one");
        answer("t-two", 1000);

        clock.now = clock.now.plusSeconds(799);
        assertThat(get()).isEqualTo("t-one");
        clock.now = clock.now.plusSeconds(1);
        assertThat(get()).isEqualTo("t-two");
    }

    @Test
    void whileTheOldOneIsGoodAFailedRefreshHurtsNobody() throws Exception {
        answer("t-one", 1000);
        get();
        platform.answers(Platform.TOKEN, aResponse().withStatus(503));

        clock.now = clock.now.plusSeconds(900);
        assertThat(get()).isEqualTo("t-one");
        clock.now = clock.now.plusSeconds(100);
        assertThatThrownBy(this::get).isInstanceOf(PlatformException.Unreachable.class);
    }

    @Test
    void aRefusedTokenIsNotGivenOutAgain() throws Exception {
        answer("t-one", 1000);
        token.refused(token.get(WITHIN, scope));
        answer("t-two", 1000);

        assertThat(get()).isEqualTo("t-two");
    }

    @Test
    void refusingAnOldTokenLeavesTheNewOneAlone() throws Exception {
        answer("t-one", 1000);
        var old = token.get(WITHIN, scope);
        token.refused(old);
        answer("t-two", 1000);
        get();
        answer("t-three", 1000);

        token.refused(old);

        assertThat(get()).isEqualTo("t-two");
    }

    @Test
    void aLongTokenOfTheNewerKindIsTakenAsItIs() throws Exception {
        String jwt = "e".repeat(4_000);
        answer(jwt, 7200);

        assertThat(get()).isEqualTo(jwt);
    }

    private String get() throws Exception {
        return token.get(WITHIN, scope).reveal();
    }

    private void answer(String value, long expire) {
        platform.answers(
                Platform.TOKEN,
                okJson(
                        "{\"code\":0,\"msg\":\"ok\",\"tenant_access_token\":\"%s\",\"expire\":%d}"
                                .formatted(value, expire)));
    }

    private static final class SetClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
