package dev.gateway.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.config.AccessPolicy.Bots;
import dev.gateway.core.config.AccessPolicy.Direct;
import dev.gateway.core.config.AccessPolicy.Group;
import dev.gateway.core.config.AccessPolicy.GroupRule;
import dev.gateway.core.yaml.ConfigProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys that say who may talk. */
class AccessConfigTest {

    @TempDir Path folder;

    @Test
    void anAccountIsClosedByDefault() throws Exception {
        LoadedConfig loaded = file("").read();

        assertThat(loaded.config().platforms().get("a").access()).isEqualTo(AccessPolicy.CLOSED);
        assertThat(loaded.advice()).isEmpty();
    }

    @Test
    void everyKeyIsRead() throws Exception {
        AccessPolicy access =
                file("""
                                    dm_policy: allowlist
                                    allow_from: ["4711", 12]
                                    group_policy: disabled
                                    require_mention: false
                                    groups: {"-100123": {require_mention: true}, oc_1:}
                                    respond_to_all: true
                                    bots: answer
                                """)
                        .read()
                        .config()
                        .platforms()
                        .get("a")
                        .access();

        assertThat(access)
                .isEqualTo(
                        new AccessPolicy(
                                Direct.ALLOWLIST,
                                Set.of("4711", "12"),
                                Group.DISABLED,
                                false,
                                Map.of(
                                        "-100123", new GroupRule(Optional.of(true)),
                                        "oc_1", new GroupRule(Optional.empty())),
                                true,
                                Bots.ANSWER));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    dm_policy: opne            | a.dm_policy       | 'opne' is not known | did you mean 'open'?
                    dm_policy: everybody       | a.dm_policy       | 'everybody' is not known | write one of pairing, allowlist, open, disabled
                    group_policy: pairing      | a.group_policy    | 'pairing' is not known | write one of allowlist, open, disabled
                    bots: yes please           | a.bots            | the value is not known | write one of ignore, answer
                    dm_polcy: open             | a.dm_polcy        | unknown key | did you mean 'dm_policy'?
                    allow_form: ["1"]          | a.allow_form      | unknown key | did you mean 'allow_from'?
                    allow_from: 4711           | a.allow_from      | must be a list, not a single value | write it as [first, second]
                    allow_from: ["*"]          | a.allow_from      | '*' is no id of a sender | write dm_policy: open to let all senders talk
                    allow_from: [" 4711"]      | a.allow_from      | holds an id that is empty or has blanks around it | remove them
                    require_mention: maybe     | a.require_mention | 'maybe' is neither true nor false | write true or false
                    groups: ["-100123"]        | a.groups          | must be a mapping, not a list | write for instance groups: {"-100123": {require_mention: false}}
                    groups: {"-1": {mention: true}} | a.groups.-1.mention | unknown key | did you mean 'require_mention'?
                    """)
    void aMistakeIsNamedWithItsRemedy(String line, String key, String message, String remedy) {
        List<ConfigProblem> problems = file("    " + line + "\n").problems();

        assertThat(problems).hasSize(1);
        ConfigProblem problem = problems.get(0);
        assertThat(problem.line()).contains(5);
        assertThat(problem.key()).isEqualTo("platforms." + key);
        assertThat(problem.message()).isEqualTo(message);
        assertThat(problem.remedy()).isEqualTo(remedy);
    }

    @Test
    void anOpenAccountIsAWarningWithItsLine() throws Exception {
        List<ConfigProblem> advice =
                file("    dm_policy: open\n    group_policy: open\n").read().advice();

        assertThat(advice)
                .extracting(ConfigProblem::oneLine)
                .satisfiesExactly(
                        direct ->
                                assertThat(direct)
                                        .startsWith("line 5: platforms.a.dm_policy: is open: "),
                        group ->
                                assertThat(group)
                                        .startsWith("line 6: platforms.a.group_policy: is open: "));
        assertThat(file("    enabled: false\n    dm_policy: open\n").read().advice()).isEmpty();
    }

    private ConfigFileFixture file(String access) {
        return new ConfigFileFixture(folder)
                .holding("platforms:\n  a:\n    type: telegram\n    token: \"1:x\"\n" + access);
    }
}
