package dev.gateway.sim.scenario;

import dev.gateway.core.config.Entry;
import dev.gateway.core.config.NearestName;
import dev.gateway.core.config.Section;
import dev.gateway.core.config.YamlDocument;
import dev.gateway.sim.chat.Fakes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The reading of one file. What is wrong goes to its findings. */
final class Reading {

    private static final String WRITE_KEYS = "write for instance {home: main}";

    private final YamlDocument file;
    private final Fakes fakes;
    private final Words steps = Words.ofSteps();
    private final Words expectations = Words.ofExpectations();
    private final References references = new References();

    Reading(YamlDocument file, Fakes fakes) {
        this.file = file;
        this.fakes = fakes;
    }

    /** Empty, or not to be used, if anything is wrong. */
    Optional<Scenario> scenario() {
        Section root = file.root();
        Shape shape = Shape.of(Scenario.class);
        Optional<Record> made = record(shape, root, new Entry("", "", 1, null));
        made.map(Scenario.class::cast)
                .ifPresent(scenario -> references.check(scenario, file.findings()));
        return made.map(Scenario.class::cast);
    }

    private Optional<Record> record(Shape shape, Section section, Entry at) {
        section.reportUnknown(shape.keys(), Map.of());
        List<Object> values = new ArrayList<>();
        boolean complete = true;
        for (Shape.Field field : shape.fields()) {
            Optional<Entry> entry = section.entry(field.key());
            Optional<Object> value;
            if (entry.isPresent()) {
                value = value(field, entry.get());
            } else if (field.required()) {
                section.missing(field.key(), "is missing", "write " + expected(field));
                value = Optional.empty();
            } else {
                value = Optional.of(missing(field));
            }
            value.ifPresent(values::add);
            complete &= value.isPresent();
        }
        return complete ? made(shape, values, at) : Optional.empty();
    }

    private static String expected(Shape.Field field) {
        return field.key() + ": " + Plain.of(field.value()).expected();
    }

    /** A scenario that names no home has one. */
    private static Object missing(Shape.Field field) {
        return field.value() == HomeSpec.class
                ? Map.of(Step.MAIN, HomeSpec.usual())
                : field.ifMissing();
    }

    private Optional<Record> made(Shape shape, List<Object> values, Entry at) {
        try {
            return Optional.of(shape.make(values));
        } catch (IllegalArgumentException refused) {
            Plain.report(refused, at, file);
            return Optional.empty();
        }
    }

    private Optional<Object> value(Shape.Field field, Entry entry) {
        if (field.value() == Step.class) {
            return Optional.of(words(entry, steps));
        }
        if (field.value() == Expectation.class) {
            return Optional.of(words(entry, expectations));
        }
        if (field.value() == PlatformSpec.class || field.value() == HomeSpec.class) {
            return Optional.of(named(entry, field.value().asSubclass(Record.class)));
        }
        return switch (field.form()) {
            case MAP -> Optional.of(texts(entry));
            case LIST -> Optional.of(list(field, entry));
            case OPTIONAL -> single(field, entry).map(Optional::of);
            case ONE -> single(field, entry);
        };
    }

    private Optional<Object> single(Shape.Field field, Entry entry) {
        Optional<Object> value = Plain.of(field.value()).read(entry, file);
        value.ifPresent(named -> references.add(field.names(), named, entry));
        return value;
    }

    /** One alone is a list, too. */
    private List<Object> list(Shape.Field field, Entry entry) {
        List<Object> list = new ArrayList<>();
        for (Entry item : entry.items().orElse(List.of(entry))) {
            single(field, item).ifPresent(list::add);
        }
        return list;
    }

    private Map<String, String> texts(Entry entry) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Entry one : Section.of(entry, file.findings(), WRITE_KEYS).entries()) {
            one.word()
                    .ifPresentOrElse(
                            text -> texts.put(one.key(), text),
                            () ->
                                    file.findings()
                                            .problem(one, "must be a single value", "write one"));
        }
        return texts;
    }

    private Map<String, Record> named(Entry entry, Class<? extends Record> type) {
        Map<String, Record> named = new LinkedHashMap<>();
        Section section = Section.of(entry, file.findings(), "write a name for each");
        for (Entry one : section.entries()) {
            one(type, one)
                    .filter(record -> isPlayable(record, one))
                    .ifPresent(record -> named.put(one.key(), record));
        }
        return named;
    }

    /** Whether there is such a platform, if it is one. */
    private boolean isPlayable(Record record, Entry entry) {
        try {
            if (record instanceof PlatformSpec platform) {
                fakes.of(platform.type());
            }
            return true;
        } catch (IllegalArgumentException unknown) {
            Plain.report(unknown, entry, file);
            return false;
        }
    }

    /** A record as a mapping, as its main value alone, or with nothing but what is usual. */
    private Optional<Record> one(Class<? extends Record> type, Entry entry) {
        Shape shape = Shape.of(type);
        Optional<Shape.Field> main = shape.main();
        boolean alone = entry.isSingle() || entry.items().isPresent();
        if (!alone || main.isEmpty()) {
            return record(shape, Section.of(entry, file.findings(), WRITE_KEYS), entry);
        }
        Optional<Object> value = value(main.get(), entry);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        for (Shape.Field field : shape.fields()) {
            if (field.required() && !field.main()) {
                file.findings()
                        .problem(entry, field.key() + " is missing", "write " + expected(field));
                return Optional.empty();
            }
            values.add(field.main() ? value.get() : field.ifMissing());
        }
        return made(shape, values, entry);
    }

    /** Each item is a word alone, or one word with its keys. */
    private List<Record> words(Entry entry, Words known) {
        List<Record> records = new ArrayList<>();
        Optional<List<Entry>> items = entry.items();
        if (items.isEmpty()) {
            Section section = Section.of(entry, file.findings(), "write a list, or word: value");
            section.entries().forEach(word -> word(word, known).ifPresent(records::add));
            return records;
        }
        for (Entry item : items.get()) {
            if (item.isSingle()) {
                word(item.bare(item.word().orElseThrow()), known).ifPresent(records::add);
                continue;
            }
            Section section = Section.of(item, file.findings(), "write - word: value");
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

    private Optional<Record> word(Entry entry, Words known) {
        Class<? extends Record> type = known.type(entry.key());
        if (type == null) {
            String remedy =
                    NearestName.among(entry.key(), known.known())
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
