package dev.gateway.sim.runner;

import dev.gateway.core.yaml.YamlQuoting;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.scenario.HomeSpec;
import dev.gateway.sim.scenario.PlatformSpec;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code config.yaml} of a home of a scenario. */
final class GatewayConfigWriter {

    private final StringBuilder text = new StringBuilder();

    private GatewayConfigWriter() {}

    static String of(
            HomeSpec home,
            Map<String, FakePlatform> platforms,
            Map<String, String> tokens,
            Map<String, PlatformSpec> specs) {
        GatewayConfigWriter config = new GatewayConfigWriter();
        if (!home.settings().isEmpty()) {
            config.text.append("gateway:\n");
            home.settings().forEach((key, value) -> config.line(key, value));
        }
        config.text.append("handler: ").append(home.handler()).append('\n');
        config.text.append("platforms:\n");
        platforms.forEach(
                (name, platform) ->
                        config.platform(
                                platform.gatewayConfig(tokens.get(name), name), specs.get(name)));
        return config.text.toString();
    }

    private void line(String key, String value) {
        text.append("  ").append(key).append(": ").append(value).append('\n');
    }

    private void platform(String lines, PlatformSpec spec) {
        String entry = lines.stripTrailing();
        for (Map.Entry<String, String> setting : spec.settings().entrySet()) {
            entry = with(entry, setting.getKey(), YamlQuoting.word(setting.getValue()));
        }
        text.append(entry).append('\n');
    }

    /** Sets a key of a mapping on one line, whether it is there or not. */
    private static String with(String entry, String key, String value) {
        Pattern there = Pattern.compile("\\b" + Pattern.quote(key) + ": (\"[^\"]*\"|[^,}]+)");
        Matcher matcher = there.matcher(entry);
        String set = Matcher.quoteReplacement(key + ": " + value);
        return matcher.find()
                ? matcher.replaceFirst(set)
                : entry.substring(0, entry.lastIndexOf('}')) + ", " + key + ": " + value + "}";
    }
}
