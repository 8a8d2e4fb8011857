package dev.gateway.core.config.journal;

import dev.gateway.core.file.BoundedTextFile;
import dev.gateway.core.file.UnreadableFileException;
import dev.gateway.core.yaml.Diagnostics;
import dev.gateway.core.yaml.ValueReader;
import dev.gateway.core.yaml.YamlEntry;
import dev.gateway.core.yaml.YamlMapping;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reader of the section {@code host:}, and of the key of that name in a platform. */
public final class HostConfigReader {

    /** The key of the section, and of the preferred host in a platform. */
    public static final String KEY = "host";

    /** The keys of the section. */
    public static final String NAME = "name";

    public static final String WEIGHT = "weight";
    public static final String JOIN_AFTER = "join_after";

    private static final List<String> KEYS = List.of(NAME, WEIGHT, JOIN_AFTER);
    private static final String EXAMPLE = "write for instance host: {name: web-1}";
    private static final HostConfig ALONE = HostConfig.named("localhost");
    private static final Path KERNEL_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final int MAX_NAME_LENGTH = 64;
    private static final long MAX_WEIGHT = 1_000;

    private final ValueReader values;
    private final Diagnostics diagnostics;

    /** Creates a reader that reports to {@code diagnostics}. */
    public HostConfigReader(ValueReader values, Diagnostics diagnostics) {
        this.values = values;
        this.diagnostics = diagnostics;
    }

    /**
     * Returns this host.
     *
     * @param top the whole file
     * @param shared whether several hosts share the journal: otherwise the section means nothing
     */
    public HostConfig read(YamlMapping top, boolean shared) {
        Optional<YamlEntry> entry = top.entry(KEY);
        if (!shared) {
            entry.ifPresent(this::reportUseless);
            return ALONE;
        }
        YamlMapping host = top.section(KEY, EXAMPLE);
        host.reportUnknown(KEYS, Map.of());
        Optional<String> name = host.entry(NAME).flatMap(this::name);
        if (host.entry(NAME).isEmpty()) {
            name = ofMachine();
            if (name.isEmpty()) {
                host.missing(NAME, "this machine has no name that can be used", EXAMPLE);
            }
        }
        int weight = host.entry(WEIGHT).flatMap(this::weight).orElse(HostConfig.DEFAULT_WEIGHT);
        Duration joinAfter =
                host.entry(JOIN_AFTER)
                        .flatMap(value -> values.duration(value, Duration.ZERO, true))
                        .orElse(HostConfig.DEFAULT_JOIN_AFTER);
        return name.map(own -> new HostConfig(own, weight, joinAfter)).orElse(ALONE);
    }

    /**
     * Returns the host that a platform prefers; empty if it names none, or a problem was reported.
     *
     * @param shared whether several hosts share the journal
     */
    public Optional<String> preferred(YamlMapping platform, boolean shared, boolean resolve) {
        Optional<YamlEntry> entry = platform.entry(KEY);
        if (entry.isPresent() && !shared) {
            reportUseless(entry.get());
            return Optional.empty();
        }
        return entry.flatMap(
                value -> values.text(value, resolve).filter(name -> isNameOrReported(value, name)));
    }

    private void reportUseless(YamlEntry entry) {
        diagnostics.problem(
                entry,
                "belongs to a journal of type postgres, which several hosts share",
                "add journal: {type: postgres, …}, or remove the line");
    }

    private Optional<String> name(YamlEntry entry) {
        return values.text(entry, true).filter(name -> isNameOrReported(entry, name));
    }

    private boolean isNameOrReported(YamlEntry entry, String name) {
        if (isName(name)) {
            return true;
        }
        diagnostics.problem(
                entry,
                "must be at most 64 letters, digits, dots, - and _, beginning with a letter or digit",
                "write for instance web-1");
        return false;
    }

    private Optional<Integer> weight(YamlEntry entry) {
        Optional<Long> weight = values.integer(entry, true);
        if (weight.isPresent() && weight.get() > MAX_WEIGHT) {
            diagnostics.problem(entry, "is too big", "write 0 to " + MAX_WEIGHT);
            return Optional.empty();
        }
        return weight.map(Long::intValue);
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_NAME_LENGTH
                && isAlphanumeric(text.charAt(0))
                && text.chars().allMatch(c -> isAlphanumeric(c) || "._-".indexOf(c) >= 0);
    }

    private static boolean isAlphanumeric(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    /**
     * Returns the name of this machine: the kernel's where it has one, since it needs no lookup.
     */
    private static Optional<String> ofMachine() {
        Optional<String> name;
        try {
            name = Optional.of(BoundedTextFile.read(KERNEL_NAME, MAX_NAME_LENGTH * 4).strip());
        } catch (UnreadableFileException e) {
            name = resolved();
        }
        return name.filter(HostConfigReader::isName);
    }

    private static Optional<String> resolved() {
        try {
            return Optional.of(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
