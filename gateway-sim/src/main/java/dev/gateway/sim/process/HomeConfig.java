package dev.gateway.sim.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The text of a {@code config.yaml}, built from parts. Immutable. */
public final class HomeConfig {

    private final List<String> gateway;
    private final String handler;
    private final List<String> platforms;
    private final String sections;

    private HomeConfig(
            List<String> gateway, String handler, List<String> platforms, String sections) {
        this.sections = sections;
        this.gateway = List.copyOf(gateway);
        this.handler = handler;
        this.platforms = List.copyOf(platforms);
    }

    /** Returns a config with all defaults, the echo handler and no platform. */
    public static HomeConfig echo() {
        return new HomeConfig(List.of(), "{type: echo}", List.of(), "");
    }

    /** Sets a duration below {@code gateway:}, for instance {@code drain_timeout}. */
    public HomeConfig with(String key, Duration value) {
        return withSetting(key, value.toMillis() + "ms");
    }

    /** Sets the health endpoint to this port of the loopback address; 0 for any. */
    public HomeConfig withHealth(int port) {
        return withSetting("health", "{listen: \"127.0.0.1:" + port + "\"}");
    }

    /** Replaces the handler; {@code yaml} is a flow mapping, for instance {@code {type: echo}}. */
    public HomeConfig withHandler(String yaml) {
        return new HomeConfig(gateway, yaml, platforms, sections);
    }

    /** Adds an account of a fake platform. */
    public HomeConfig with(String name, PlatformConfigSource platform, String token) {
        return withPlatform(platform.gatewayConfig(token, name));
    }

    /** Adds the first account of a fake platform. */
    public HomeConfig with(String name, PlatformConfigSource platform) {
        return with(name, platform, platform.tokens().get(0));
    }

    /** Adds lines below {@code platforms:}, indented by two. */
    public HomeConfig withPlatform(String lines) {
        var all = new ArrayList<>(platforms);
        all.add(lines.stripTrailing());
        return new HomeConfig(gateway, handler, all, sections);
    }

    /** Adds whole sections, each line with its end: {@code journal:}, {@code host:}. */
    public HomeConfig withSections(String lines) {
        return new HomeConfig(gateway, handler, platforms, sections + lines);
    }

    /** Sets a key below {@code gateway:}. */
    public HomeConfig withSetting(String key, String value) {
        var all = new ArrayList<>(gateway);
        all.add(key + ": " + value);
        return new HomeConfig(all, handler, platforms, sections);
    }

    /** Returns the whole text. */
    public String yaml() {
        var text = new StringBuilder(sections);
        if (!gateway.isEmpty()) {
            text.append("gateway:\n");
            gateway.forEach(line -> text.append("  ").append(line).append('\n'));
        }
        text.append("handler: ").append(handler).append('\n');
        text.append(platforms.isEmpty() ? "platforms: {}\n" : "platforms:\n");
        platforms.forEach(lines -> text.append(lines).append('\n'));
        return text.toString();
    }
}
