package dev.gateway.core.yaml;

import dev.gateway.core.time.DurationFormat;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A reader of single values. Each method reports a problem and then returns empty. It also returns
 * empty for a value with references that are not to be resolved.
 */
public final class ValueReader {

    private static final Duration MAX_DURATION = Duration.ofHours(24);
    private static final int MAX_DIGITS = 18;
    private static final List<String> WEB = List.of("http", "https");
    private static final List<String> WEB_AND_SOCKET = List.of("http", "https", "ws", "wss");

    private final Placeholders placeholders;
    private final Diagnostics diagnostics;

    public ValueReader(Placeholders placeholders, Diagnostics diagnostics) {
        this.placeholders = placeholders;
        this.diagnostics = diagnostics;
    }

    /** Returns the value of {@code entry} in the Java type of {@code option}'s kind. */
    public Optional<Object> read(YamlEntry entry, OptionSpec option, boolean resolve) {
        Optional<?> value =
                switch (option.kind()) {
                    case TEXT -> text(entry, resolve);
                    case SECRET -> secret(entry, resolve);
                    case DURATION -> duration(entry, Duration.ZERO, resolve);
                    case INTEGER -> integer(entry, resolve);
                    case BOOLEAN -> flag(entry, resolve);
                    case URI -> address(entry, WEB_AND_SOCKET, resolve);
                    case WEB_ADDRESS -> address(entry, WEB, resolve);
                    case BASE_ADDRESS -> webAddress(entry, resolve);
                    case TEXT_LIST -> textList(entry, resolve);
                };
        return value.flatMap(found -> constrained(entry, option.constraint(), found));
    }

    private Optional<Object> constrained(YamlEntry entry, Constraint constraint, Object value) {
        if (constraint instanceof Constraint.AtLeast limit
                && ((Duration) value).compareTo(limit.least()) < 0) {
            return wrong(
                    entry,
                    "is too short",
                    "write at least " + DurationFormat.format(limit.least()));
        }
        if (constraint instanceof Constraint.Between range
                && ((Long) value < range.least() || (Long) value > range.most())) {
            return wrong(
                    entry,
                    (Long) value < range.least() ? "is too small" : "is too big",
                    "write %d to %d".formatted(range.least(), range.most()));
        }
        if (constraint instanceof Constraint.OneOf choice && !choice.words().contains(value)) {
            return wrong(entry, "is not known", "write " + String.join(" or ", choice.words()));
        }
        if (constraint instanceof Constraint.Ascii && !isAscii(value)) {
            return wrong(
                    entry,
                    "holds a character that is no printable ASCII",
                    "copy it again, without typographic characters");
        }
        return Optional.of(value);
    }

    private static boolean isAscii(Object value) {
        String text = value instanceof Secret secret ? secret.reveal() : (String) value;
        return text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /** Reads one of a fixed set of words. */
    public Optional<String> word(YamlEntry entry, List<String> words, boolean resolve) {
        String all = "one of " + String.join(", ", words);
        Optional<ResolvedValue> value = scalar(entry, all, resolve);
        if (value.isEmpty() || words.contains(value.get().text())) {
            return value.map(ResolvedValue::text);
        }
        String remedy =
                value.filter(ResolvedValue::literal)
                        .flatMap(word -> SpellingSuggestion.among(word.text(), words))
                        .map(nearest -> "did you mean '" + nearest + "'?")
                        .orElse("write " + all);
        return wrong(entry, MessageRedactor.value(value.get()) + " is not known", remedy);
    }

    /** Reads text that is not blank. */
    public Optional<String> text(YamlEntry entry, boolean resolve) {
        if (entry.value() instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
            return wrong(entry, "must be text, not true or false", "quote it if it is text");
        }
        return scalar(entry, "text", resolve).flatMap(value -> checkedText(entry, value));
    }

    private Optional<String> checkedText(YamlEntry entry, ResolvedValue value) {
        if (value.text().isBlank()) {
            return wrong(entry, "is empty", "write a value");
        }
        if (value.text().indexOf('\0') >= 0) {
            return wrong(entry, "holds a zero character", "remove it");
        }
        return Optional.of(value.text());
    }

    /**
     * Reads the path of a file; a relative one begins at the folder of the config, and a tilde at
     * the user's home.
     */
    public Optional<Path> path(YamlEntry entry, boolean resolve) {
        Optional<String> text = text(entry, resolve);
        try {
            return text.map(placeholders::path);
        } catch (InvalidPathException e) {
            return wrong(entry, "is no valid path", "correct the path");
        }
    }

    /** Reads a secret: one line without blanks around it. Messages never repeat it. */
    public Optional<Secret> secret(YamlEntry entry, boolean resolve) {
        Optional<ResolvedValue> value = scalar(entry, "a secret", resolve);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        ResolvedValue secret = value.get();
        if (secret.text().isBlank()) {
            return wrong(entry, "is empty", "write the secret, ${NAME} or ${file:PATH}");
        }
        // An HTTP client would refuse such a header and print it in its error message.
        if (secret.text().chars().anyMatch(Character::isISOControl)) {
            return wrong(
                    entry,
                    "holds a line break or another control character",
                    "keep the secret alone on one line");
        }
        if (!secret.text().equals(secret.text().strip())) {
            return wrong(entry, "has blanks around it", "remove them");
        }
        if (secret.literal()) {
            diagnostics.literalSecret();
        }
        return Optional.of(Secret.of(secret.text()));
    }

    /** Reads a duration of at least {@code least}. */
    public Optional<Duration> duration(YamlEntry entry, Duration least, boolean resolve) {
        Optional<ResolvedValue> value = scalar(entry, "a duration like 15s", resolve);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> duration = DurationFormat.parse(value.get().text());
        if (duration.isEmpty()) {
            return wrong(entry, badDuration(value.get()), durationRemedy(value.get()));
        }
        if (duration.get().compareTo(MAX_DURATION) > 0) {
            return wrong(
                    entry,
                    MessageRedactor.value(value.get()) + " is longer than 24h",
                    "write at most 24h");
        }
        if (duration.get().compareTo(least) < 0) {
            return wrong(
                    entry,
                    MessageRedactor.value(value.get()) + " is too short",
                    "write at least " + DurationFormat.format(least));
        }
        return duration;
    }

    private static String badDuration(ResolvedValue value) {
        String text = value.text();
        if (text.startsWith("-")) {
            return MessageRedactor.value(value) + " is negative";
        }
        return MessageRedactor.value(value)
                + (isNumber(text) ? " has no unit" : " is not a duration");
    }

    private static String durationRemedy(ResolvedValue value) {
        boolean number = isNumber(value.text()) && value.literal();
        return number && value.text().length() <= 6
                ? "write " + value.text() + "s for seconds, or use ms, m or h"
                : "write for instance " + DurationFormat.EXAMPLES;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Reads a whole number from 0. */
    public Optional<Long> integer(YamlEntry entry, boolean resolve) {
        Optional<ResolvedValue> value = scalar(entry, "a whole number", resolve);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        String text = value.get().text();
        if (text.startsWith("-") && isNumber(text.substring(1))) {
            return wrong(
                    entry, MessageRedactor.value(value.get()) + " is negative", "write 0 or more");
        }
        if (!isNumber(text) || text.length() > 1 && text.startsWith("0")) {
            return wrong(
                    entry,
                    MessageRedactor.value(value.get()) + " is not a whole number",
                    "write digits alone, for instance 15");
        }
        if (text.length() > MAX_DIGITS) {
            return wrong(entry, "the number is too big", "write a smaller one");
        }
        return Optional.of(Long.parseLong(text));
    }

    /** Reads {@code true} or {@code false}. */
    public Optional<Boolean> flag(YamlEntry entry, boolean resolve) {
        Optional<ResolvedValue> value = scalar(entry, "true or false", resolve);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return switch (value.get().text().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> Optional.of(true);
            case "false", "no", "off" -> Optional.of(false);
            default ->
                    wrong(
                            entry,
                            MessageRedactor.value(value.get()) + " is neither true nor false",
                            "write true or false");
        };
    }

    /** Reads an http or https address and removes the slash at its end. */
    public Optional<URI> webAddress(YamlEntry entry, boolean resolve) {
        return address(entry, WEB, resolve)
                .flatMap(
                        uri ->
                                uri.getRawQuery() == null
                                        ? Optional.of(withoutSlashAtEnd(uri))
                                        : wrong(
                                                entry,
                                                "holds a query, but paths are put behind it",
                                                "remove the ? and what follows it"));
    }

    private static URI withoutSlashAtEnd(URI uri) {
        return URI.create(uri.toString().replaceFirst("/+$", ""));
    }

    /** Reads an address. Messages never repeat it: a path or a password in it can be a secret. */
    private Optional<URI> address(YamlEntry entry, List<String> schemes, boolean resolve) {
        Optional<ResolvedValue> value = scalar(entry, "an address", resolve);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        String example = "write an address like " + schemes.get(1) + "://example.org";
        URI uri;
        try {
            uri = new URI(value.get().text());
        } catch (URISyntaxException e) {
            return wrong(entry, "is not a valid address", example);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!schemes.contains(scheme)) {
            return wrong(entry, "must begin with " + orJoined(schemes), example);
        }
        if (uri.getHost() == null || uri.getPort() > 65_535 || uri.getPort() == 0) {
            return wrong(entry, "names no valid host and port", example);
        }
        if (uri.getRawUserInfo() != null) {
            return wrong(entry, "holds a user or password", "remove what stands before the @ sign");
        }
        if (uri.getRawFragment() != null) {
            return wrong(
                    entry,
                    "holds a fragment, which is never sent",
                    "remove the # and what follows it");
        }
        return Optional.of(plain(uri, scheme));
    }

    /** Returns the address in ASCII, with the scheme in lower case, as everything compares it. */
    private static URI plain(URI uri, String scheme) {
        String text = uri.toASCIIString();
        return URI.create(scheme + text.substring(scheme.length()));
    }

    private static String orJoined(List<String> schemes) {
        var text = new StringBuilder();
        for (int i = 0; i < schemes.size(); i++) {
            text.append(i == 0 ? "" : i == schemes.size() - 1 ? " or " : ", ");
            text.append(schemes.get(i)).append("://");
        }
        return text.toString();
    }

    /** Reads a list of texts. */
    public Optional<List<String>> textList(YamlEntry entry, boolean resolve) {
        if (!(entry.value() instanceof SequenceNode sequence)) {
            return wrong(
                    entry, "must be a list, not " + entry.kind(), "write it as [first, second]");
        }
        List<String> texts = new ArrayList<>();
        boolean complete = true;
        int number = 0;
        for (Node node : sequence.getValue()) {
            String path = entry.path() + "[" + number++ + "]";
            var item = new YamlEntry(path, entry.key(), YamlEntry.lineOf(node), node);
            Optional<ResolvedValue> value = scalar(item, "text", resolve);
            if (value.isPresent() && value.get().text().indexOf('\0') >= 0) {
                value = wrong(item, "holds a zero character", "remove it");
            }
            value.ifPresent(text -> texts.add(text.text()));
            complete &= value.isPresent();
        }
        return complete ? Optional.of(List.copyOf(texts)) : Optional.empty();
    }

    /** Reads the expanded text of a single value. */
    public Optional<ResolvedValue> scalar(YamlEntry entry, String expected, boolean resolve) {
        if (entry.isEmpty()) {
            return wrong(entry, "has no value", "write " + expected + ", or remove the line");
        }
        if (!(entry.value() instanceof ScalarNode scalar)) {
            return wrong(
                    entry,
                    "must be " + expected + ", not " + entry.kind(),
                    "write a single value behind '" + last(entry.path()) + ":'");
        }
        if (scalar.getTag().equals(Tag.BINARY) || !Tag.standardTags.contains(scalar.getTag())) {
            return wrong(entry, "has a tag (!) that is not understood", "remove the tag");
        }
        return placeholders.expand(entry, scalar.getValue(), resolve);
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private <T> Optional<T> wrong(YamlEntry entry, String message, String remedy) {
        diagnostics.problem(entry, message, remedy);
        return Optional.empty();
    }
}
