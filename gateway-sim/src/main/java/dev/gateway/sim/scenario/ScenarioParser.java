package dev.gateway.sim.scenario;

import dev.gateway.core.yaml.SpellingSuggestion;
import dev.gateway.core.yaml.YamlDocument;
import dev.gateway.core.yaml.YamlEntry;
import dev.gateway.core.yaml.YamlMapping;
import dev.gateway.sim.chat.FakePlatformRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parser of one file. Collects problems in the file's diagnostics. */
final class ScenarioParser {

    private static final String WRITE_KEYS = "write for instance {home: main}";

    private final YamlDocument file;
    private final FakePlatformRegistry fakes;
    private final KeywordRegistry steps = KeywordRegistry.ofSteps();
    private final KeywordRegistry expectations = KeywordRegistry.ofExpectations();
    private final ReferenceCheck referenceCheck = new ReferenceCheck();

    ScenarioParser(YamlDocument file, FakePlatformRegistry fakes) {
        this.file = file;
        this.fakes = fakes;
    }

    /** Returns the scenario; if a problem was found, it is empty or must not be used. */
    Optional<Scenario> scenario() {
        YamlMapping root = file.root();
        RecordSchema schema = RecordSchema.of(Scenario.class);
        Optional<Record> made = record(schema, root, new YamlEntry("", "", 1, null));
        made.map(Scenario.class::cast)
                .ifPresent(scenario -> referenceCheck.check(scenario, file.findings()));
        return made.map(Scenario.class::cast);
    }

    private Optional<Record> record(RecordSchema schema, YamlMapping section, YamlEntry at) {
        section.reportUnknown(schema.keys(), Map.of());
        List<Object> values = new ArrayList<>();
        boolean complete = true;
        for (RecordSchema.KeySchema key : schema.keySchemas()) {
            Optional<YamlEntry> entry = section.entry(key.key());
            Optional<Object> value;
            if (entry.isPresent()) {
                value = value(key, entry.get());
            } else if (key.required()) {
                section.missing(key.key(), "is missing", "write " + expected(key));
                value = Optional.empty();
            } else {
                value = Optional.of(missing(key));
            }
            value.ifPresent(values::add);
            complete &= value.isPresent();
        }
        return complete ? made(schema, values, at) : Optional.empty();
    }

    private static String expected(RecordSchema.KeySchema key) {
        return key.key() + ": " + ScalarCodec.of(key.value()).expected();
    }

    /** Returns the value for a missing key. A scenario without {@code homes:} has one home. */
    private static Object missing(RecordSchema.KeySchema key) {
        return key.value() == HomeSpec.class
                ? Map.of(Step.MAIN, HomeSpec.defaults())
                : key.ifMissing();
    }

    private Optional<Record> made(RecordSchema schema, List<Object> values, YamlEntry at) {
        try {
            return Optional.of(schema.make(values));
        } catch (IllegalArgumentException refused) {
            ScalarCodec.report(refused, at, file);
            return Optional.empty();
        }
    }

    private Optional<Object> value(RecordSchema.KeySchema key, YamlEntry entry) {
        if (key.value() == Step.class) {
            return Optional.of(words(entry, steps));
        }
        if (key.value() == Expectation.class) {
            return Optional.of(words(entry, expectations));
        }
        if (key.value() == PlatformSpec.class || key.value() == HomeSpec.class) {
            return Optional.of(named(entry, key.value().asSubclass(Record.class)));
        }
        if (key.value() == DatabaseSpec.class) {
            return one(DatabaseSpec.class, entry).map(Optional::of);
        }
        return switch (key.shape()) {
            case MAP -> Optional.of(texts(entry));
            case LIST -> Optional.of(list(key, entry));
            case OPTIONAL -> single(key, entry).map(Optional::of);
            case ONE -> single(key, entry);
        };
    }

    private Optional<Object> single(RecordSchema.KeySchema key, YamlEntry entry) {
        Optional<Object> value = ScalarCodec.of(key.value()).read(entry, file);
        value.ifPresent(named -> referenceCheck.add(key.names(), named, entry));
        return value;
    }

    /** Parses a list; a single value counts as a list of one. */
    private List<Object> list(RecordSchema.KeySchema key, YamlEntry entry) {
        List<Object> list = new ArrayList<>();
        for (YamlEntry item : entry.items().orElse(List.of(entry))) {
            single(key, item).ifPresent(list::add);
        }
        return list;
    }

    private Map<String, String> texts(YamlEntry entry) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (YamlEntry one : YamlMapping.of(entry, file.findings(), WRITE_KEYS).entries()) {
            one.word()
                    .ifPresentOrElse(
                            text -> texts.put(one.key(), text),
                            () ->
                                    file.findings()
                                            .problem(one, "must be a single value", "write one"));
        }
        return texts;
    }

    private Map<String, Record> named(YamlEntry entry, Class<? extends Record> type) {
        Map<String, Record> named = new LinkedHashMap<>();
        YamlMapping section = YamlMapping.of(entry, file.findings(), "write a name for each");
        for (YamlEntry one : section.entries()) {
            one(type, one)
                    .filter(record -> isPlayable(record, one))
                    .ifPresent(record -> named.put(one.key(), record));
        }
        return named;
    }

    /** Returns whether the type of a platform is known; reports a problem if it is not. */
    private boolean isPlayable(Record record, YamlEntry entry) {
        try {
            if (record instanceof PlatformSpec platform) {
                fakes.of(platform.type());
            }
            return true;
        } catch (IllegalArgumentException unknown) {
            ScalarCodec.report(unknown, entry, file);
            return false;
        }
    }

    /**
     * Parses a record as a mapping, as its main value alone, or as an empty value for all defaults.
     */
    private Optional<Record> one(Class<? extends Record> type, YamlEntry entry) {
        RecordSchema schema = RecordSchema.of(type);
        Optional<RecordSchema.KeySchema> main = schema.main();
        boolean alone = entry.isSingle() || entry.items().isPresent();
        if (!alone || main.isEmpty()) {
            return record(schema, YamlMapping.of(entry, file.findings(), WRITE_KEYS), entry);
        }
        Optional<Object> value = value(main.get(), entry);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        for (RecordSchema.KeySchema key : schema.keySchemas()) {
            if (key.required() && !key.main()) {
                file.findings().problem(entry, key.key() + " is missing", "write " + expected(key));
                return Optional.empty();
            }
            values.add(key.main() ? value.get() : key.ifMissing());
        }
        return made(schema, values, entry);
    }

    /** Parses a list whose items are words, alone or with their keys. */
    private List<Record> words(YamlEntry entry, KeywordRegistry known) {
        List<Record> records = new ArrayList<>();
        Optional<List<YamlEntry>> items = entry.items();
        if (items.isEmpty()) {
            YamlMapping section =
                    YamlMapping.of(entry, file.findings(), "write a list, or word: value");
            section.entries().forEach(word -> word(word, known).ifPresent(records::add));
            return records;
        }
        for (YamlEntry item : items.get()) {
            if (item.isSingle()) {
                word(item.bare(item.word().orElseThrow()), known).ifPresent(records::add);
                continue;
            }
            YamlMapping section = YamlMapping.of(item, file.findings(), "write - word: value");
            if (section.entries().size() > 1) {
                file.findings()
                        .problem(
                                item,
                                "holds more than one word",
                                "write each behind a hyphen of its own, and keys as {key: value}");
            }
            section.entries().forEach(word -> word(word, known).ifPresent(records::add));
        }
        return records;
    }

    private Optional<Record> word(YamlEntry entry, KeywordRegistry known) {
        Class<? extends Record> type = known.type(entry.key());
        if (type == null) {
            String remedy =
                    SpellingSuggestion.among(entry.key(), known.known())
                            .map(nearest -> "did you mean '" + nearest + "'?")
                            .orElse("known here: " + String.join(", ", known.known()));
            file.findings().problem(entry, "unknown word", remedy);
            return Optional.empty();
        }
        if (type == Step.Expect.class) {
            List<Expectation> all =
                    words(entry, expectations).stream().map(Expectation.class::cast).toList();
            return Optional.of(new Step.Expect(all));
        }
        return one(type, entry);
    }
}
