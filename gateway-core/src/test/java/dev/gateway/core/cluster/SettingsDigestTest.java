package dev.gateway.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.config.AccessPolicy;
import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.yaml.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingsDigestTest {

    private static final SettingsDigest FIRST =
            SettingsDigest.of(account("4711:one", "http://one/", 5));

    @Test
    void secretsAddressesAndTextsAreNotCompared() {
        SettingsDigest second = SettingsDigest.of(account("4711:two", "http://two/", 5));

        assertThat(FIRST.differences(second, false)).isEmpty();
        assertThat(FIRST.text()).doesNotContain("token").doesNotContain("note");
    }

    @Test
    void theKeysThatDifferAreNamedAlsoAfterTheWayThroughATable() {
        PlatformConfig account =
                account("4711:one", "http://one/", 6)
                        .withAccess(
                                new AccessPolicy(
                                        AccessPolicy.Direct.ALLOWLIST,
                                        Set.of("a", "b", "c"),
                                        AccessPolicy.Group.OPEN,
                                        false,
                                        Map.of(),
                                        false,
                                        AccessPolicy.Bots.IGNORE));

        SettingsDigest second = SettingsDigest.parse(SettingsDigest.of(account).text());

        assertThat(FIRST.differences(second, false))
                .containsExactly("allow_from", "dm_policy", "retries");
    }

    @Test
    void aKeyThatOneVersionDoesNotHaveCountsOnlyWithinAVersion() {
        SettingsDigest less = SettingsDigest.parse("dm_policy=00");
        SettingsDigest more = SettingsDigest.parse("dm_policy=00 new=11 broken");

        assertThat(less.differences(more, false)).containsExactly("new");
        assertThat(more.differences(less, false)).containsExactly("new");
        assertThat(less.differences(more, true)).isEmpty();
        assertThat(more.differences(less, true)).isEmpty();
    }

    private static PlatformConfig account(String token, String address, long retries) {
        return new PlatformConfig(
                "mama",
                "telegram",
                true,
                Optional.of(URI.create(address)),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Options.of(
                        Map.of(
                                "token",
                                Secret.of(token),
                                "note",
                                token,
                                "cdn_url",
                                URI.create(address),
                                "retries",
                                retries)));
    }
}
