package dev.gateway.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.cli.options.InstalledPlatforms;
import dev.gateway.core.config.ConfigTemplate;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.message.DispatcherSettings;
import dev.gateway.core.message.handler.HandlerFactory;
import dev.gateway.core.yaml.InvalidConfigException;
import dev.gateway.core.yaml.OptionSpec;
import dev.gateway.core.yaml.TypeSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever is uncommented in what {@code config init} writes, the config stays valid. */
class ConfigTemplateLinesTest {

    private static final Path FILE = Path.of("/nowhere/config.yaml");
    private static final Pattern COMMENTED = Pattern.compile("(?m)^( *)#([a-z_]+): (.+)$");
    private static final Pattern BLOCK = Pattern.compile("(?m)^#handler:\\n(#  .*\\n)+");

    private final InstalledPlatforms installed = InstalledPlatforms.onTheClassPath();
    private final List<TypeSchema> platforms =
            installed.factories().values().stream().map(factory -> factory.schema()).toList();
    private final String starter = ConfigTemplate.of(platforms, installed.handlers());

    /** Returns variables in which every secret is set and no proxy. */
    private static String variable(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith("_proxy") ? null : "1:value";
    }

    private GatewayConfig read(String yaml) {
        try {
            return installed
                    .configLoader(ConfigTemplateLinesTest::variable)
                    .read(FILE, yaml)
                    .config();
        } catch (InvalidConfigException e) {
            throw new AssertionError(e.problems() + "\n" + yaml, e);
        }
    }

    /** Returns the text once for each commented line, with only that line uncommented. */
    private static List<String> uncommented(String text) {
        List<String> texts = new ArrayList<>();
        Matcher line = COMMENTED.matcher(text);
        while (line.find()) {
            texts.add(
                    text.substring(0, line.start())
                            + line.group().replaceFirst("#", "")
                            + text.substring(line.end()));
        }
        return texts;
    }

    private static List<String> keys(String text) {
        return COMMENTED.matcher(text).results().map(line -> line.group(2)).toList();
    }

    private static String enabled(String text) {
        return text.replaceAll("(?m)^ *enabled: false.*\\n", "");
    }

    private List<String> blocks() {
        return BLOCK.matcher(starter).results().map(block -> block.group()).toList();
    }

    private String withBlock(String block) {
        return starter.replace(block, block.replaceAll("(?m)^#", ""));
    }

    @Test
    void eachLineAloneAndAllOfThemLeaveAValidConfig() {
        String filled = enabled(starter);
        assertThat(read(starter).handler()).isEqualTo(read("{}").handler());
        assertThat(read(filled).platforms().values()).hasSize(platforms.size());

        for (String text : uncommented(starter)) {
            read(text);
        }
        for (String text : uncommented(filled)) {
            read(text);
        }
        read(COMMENTED.matcher(starter).replaceAll("$1$2: $3"));
        read(COMMENTED.matcher(filled).replaceAll("$1$2: $3"));
    }

    @Test
    void everyOptionOfEveryPlatformAndHandlerIsThere() {
        for (TypeSchema platform : platforms) {
            String entry = starter.substring(starter.indexOf("  my-" + platform.type()));
            for (OptionSpec option : platform.options()) {
                assertThat(entry).containsPattern("\n    #?" + option.key() + ": ");
            }
        }
        assertThat(blocks()).hasSameSizeAs(installed.handlers());
        Set<String> keys = new HashSet<>(keys(starter));
        assertThat(keys).contains("media_limit", "poll_timeout", "domain", "health", "notify");
    }

    @Test
    void eachBlockOfAHandlerIsValidAndEachOfItsLinesToo() {
        for (String block : blocks()) {
            String text = withBlock(block);
            assertThat(block).contains("type: " + read(text).handler().type());
            String inside = block.replaceAll("(?m)^#", "");
            assertThat(keys(inside)).contains("workers", "deadline", "attempts");
            for (String more : uncommented(inside)) {
                read(starter.replace(block, more));
            }
            read(starter.replace(block, COMMENTED.matcher(inside).replaceAll("$1$2: $3")));
        }
    }

    @Test
    void theDefaultsThatItShowsAreWhatCountsWithoutThem() {
        assertThat(starter)
                .contains("#media_limit: 104857600\n")
                .contains("#  #workers: " + DispatcherSettings.defaults().workers() + "\n")
                .contains("#  #deadline: 10m\n")
                .contains("#  #history: 20\n")
                .doesNotContain(": 10\n")
                .doesNotContain("[first, second]");
        for (String block : blocks()) {
            for (String key : List.of("workers", "deadline", "attempts")) {
                String inside = block.replaceAll("(?m)^#", "");
                String text = inside.replaceFirst("#" + key + ":", key + ":");
                GatewayConfig config = read(starter.replace(block, text));
                assertThat(config.handler().options().asMap()).containsKey(key);
                assertThat(HandlerFactory.settings(config.handler()))
                        .isEqualTo(DispatcherSettings.defaults());
            }
        }
        for (String key : List.of("drain_timeout", "disconnect_timeout", "token_wait")) {
            String without = starter.replaceFirst("(?m)^  " + key + ":.*\\n", "");
            assertThat(without).isNotEqualTo(starter);
            assertThat(read(without)).isEqualTo(read(starter));
        }
    }
}
