package dev.gateway.adapter.feishu;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpClient;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.proxy.ProxyPolicy;
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
class TenantTokenProviderTest {

    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final SetClock clock = new SetClock();
    private final CancellationScope scope = new CancellationScope();
    private FeishuFixture platform;
    private HttpClient http;
    private TenantTokenProvider token;

    @BeforeEach
    void start(@TempDir Path media) throws Exception {
        platform = new FeishuFixture(media);
        URI base = URI.create(platform.rest.baseUrl());
        http = new HttpClient("feishu-token", ProxyPolicy.DIRECT, List.of());
        token =
                new TenantTokenProvider(
                        new RestClient(http, base), FeishuSettings.of(platform.config()), clock);
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
    void aFailedRefreshIsHarmlessWhileTheOldTokenIsValid() throws Exception {
        answer("t-one", 1000);
        get();
        platform.answers(FeishuFixture.TOKEN, aResponse().withStatus(503));

        clock.now = clock.now.plusSeconds(900);
        assertThat(get()).isEqualTo("t-one");
        clock.now = clock.now.plusSeconds(100);
        assertThatThrownBy(this::get).isInstanceOf(PlatformException.Unreachable.class);
    }

    @Test
    void aRefusedTokenIsNotGivenOutAgain() throws Exception {
        answer("t-one", 1000);
        token.invalidate(token.get(WITHIN, scope));
        answer("t-two", 1000);

        assertThat(get()).isEqualTo("t-two");
    }

    @Test
    void refusingAnOldTokenLeavesTheNewOneAlone() throws Exception {
        answer("t-one", 1000);
        var old = token.get(WITHIN, scope);
        token.invalidate(old);
        answer("t-two", 1000);
        get();
        answer("t-three", 1000);

        token.invalidate(old);

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
                FeishuFixture.TOKEN,
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
