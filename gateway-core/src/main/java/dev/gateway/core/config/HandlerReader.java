package dev.gateway.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads {@code handler:}, which may be written {@code {type: process, command: […]}} or {@code
 * {process: {command: […]}}} or, without options, {@code echo}.
 */
final class HandlerReader {

    private static final String TYPE = "type";
    private static final String REMEDY = "write for instance: handler: {type: echo}";

    private final Types types;
    private final Values values;
    private final OptionsReader options;
    private final Findings findings;

    HandlerReader(Types types, Values values, OptionsReader options, Findings findings) {
        this.types = types;
        this.values = values;
        this.options = options;
        this.findings = findings;
    }

    /** The handler; that of a config without one if there is none or it is reported. */
    HandlerConfig read(Optional<Entry> entry) {
        if (entry.isEmpty() || entry.get().isEmpty()) {
            return HandlerConfig.echo();
        }
        return read(entry.get()).orElseGet(HandlerConfig::echo);
    }

    private Optional<HandlerConfig> read(Entry entry) {
        if (entry.value() instanceof ScalarNode) {
            var section = Section.empty(entry.path(), entry.line(), findings);
            return named(entry).map(schema -> handler(schema, section, List.of()));
        }
        int before = findings.problemCount();
        Section section = Section.of(entry, findings, REMEDY);
        Optional<Entry> type = section.entry(TYPE);
        if (type.isPresent()) {
            return named(type.get()).map(schema -> handler(schema, section, List.of(TYPE)));
        }
        return findings.problemCount() > before ? Optional.empty() : keyed(section);
    }

    private Optional<TypeSchema> named(Entry entry) {
        return values.scalar(entry, "a type of handler", true)
                .flatMap(type -> types.named(entry, type, findings));
    }

    private Optional<HandlerConfig> keyed(Section section) {
        List<Entry> entries = new ArrayList<>(section.entries());
        if (entries.size() == 1 && !(entries.get(0).value() instanceof ScalarNode)
                || entries.size() == 1 && types.find(entries.get(0).key()).isPresent()) {
            Entry entry = entries.get(0);
            return types.named(entry, new Expanded(entry.key(), true), findings)
                    .map(schema -> handler(schema, below(entry, schema), List.of()));
        }
        if (entries.stream().filter(entry -> types.find(entry.key()).isPresent()).count() > 1) {
            findings.problem(
                    entries.get(1), "a second handler", "keep one of them, there is only one");
            return Optional.empty();
        }
        section.missing(TYPE, "missing", types.known());
        options.reportUnknownInAnyType(section, types.all(), List.of(TYPE));
        return Optional.empty();
    }

    private Section below(Entry entry, TypeSchema schema) {
        return Section.of(entry, findings, "write its options as " + schema.type() + ": {…}");
    }

    private HandlerConfig handler(TypeSchema schema, Section section, List<String> common) {
        return new HandlerConfig(schema.type(), options.read(section, schema, common, true));
    }
}
