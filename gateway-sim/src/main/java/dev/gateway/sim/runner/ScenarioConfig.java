package dev.gateway.sim.runner;

import dev.gateway.core.yaml.YamlQuoting;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.scenario.HomeSpec;
import dev.gateway.sim.scenario.PlatformSpec;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The config for a home of a scenario. */
final class ScenarioConfig {

    private ScenarioConfig() {}

    /** Returns the config that connects a gateway to these platforms by these tokens. */
    static HomeConfig of(
            HomeSpec home,
            Map<String, FakePlatform> platforms,
            Map<String, String> tokens,
            Map<String, PlatformSpec> specs) {
        HomeConfig config = HomeConfig.echo().withHandler(home.handler());
        for (Map.Entry<String, String> setting : home.settings().entrySet()) {
            config = config.withSetting(setting.getKey(), setting.getValue());
        }
        for (Map.Entry<String, FakePlatform> platform : platforms.entrySet()) {
            String name = platform.getKey();
            String entry = platform.getValue().gatewayConfig(tokens.get(name), name);
            config = config.withPlatform(with(entry.stripTrailing(), specs.get(name)));
        }
        return config;
    }

    private static String with(String entry, PlatformSpec spec) {
        String changed = entry;
        for (Map.Entry<String, String> setting : spec.settings().entrySet()) {
            changed = with(changed, setting.getKey(), YamlQuoting.word(setting.getValue()));
        }
        return changed;
    }

    /** Sets a key of a mapping on one line; replaces its value if the key is there. */
    private static String with(String entry, String key, String value) {
        Pattern there = Pattern.compile("\\b" + Pattern.quote(key) + ": (\"[^\"]*\"|[^,}]+)");
        Matcher matcher = there.matcher(entry);
        String set = Matcher.quoteReplacement(key + ": " + value);
        return matcher.find()
                ? matcher.replaceFirst(set)
                : entry.substring(0, entry.lastIndexOf('}')) + ", " + key + ": " + value + "}";
    }
}
