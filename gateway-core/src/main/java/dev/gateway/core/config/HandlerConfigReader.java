package dev.gateway.core.config;

import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.yaml.Diagnostics;
import dev.gateway.core.yaml.ResolvedValue;
import dev.gateway.core.yaml.TypeRegistry;
import dev.gateway.core.yaml.TypeSchema;
import dev.gateway.core.yaml.ValueReader;
import dev.gateway.core.yaml.YamlEntry;
import dev.gateway.core.yaml.YamlMapping;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reader of {@code handler:}, which has three notations: {@code {type: process, command: […]}} or
 * {@code {process: {command: […]}}} or, without options, {@code echo}.
 */
final class HandlerConfigReader {

    private static final String TYPE = "type";
    private static final String REMEDY = "write for instance: handler: {type: echo}";

    private final TypeRegistry types;
    private final ValueReader values;
    private final OptionsReader options;
    private final ServiceProxyReader proxies;
    private final Diagnostics diagnostics;

    HandlerConfigReader(
            TypeRegistry types,
            ValueReader values,
            OptionsReader options,
            ServiceProxyReader proxies,
            Diagnostics diagnostics) {
        this.types = types;
        this.values = values;
        this.options = options;
        this.proxies = proxies;
        this.diagnostics = diagnostics;
    }

    /** Returns the handler; the default handler if the key is missing or a problem was reported. */
    HandlerConfig read(Optional<YamlEntry> entry) {
        if (entry.isEmpty() || entry.get().isEmpty()) {
            return HandlerConfig.echo();
        }
        return read(entry.get()).orElseGet(HandlerConfig::echo);
    }

    private Optional<HandlerConfig> read(YamlEntry entry) {
        if (entry.value() instanceof ScalarNode) {
            var mapping = YamlMapping.empty(entry.path(), entry.line(), diagnostics);
            return named(entry).map(schema -> handler(schema, mapping, List.of()));
        }
        int before = diagnostics.problemCount();
        YamlMapping mapping = YamlMapping.of(entry, diagnostics, REMEDY);
        Optional<YamlEntry> type = mapping.entry(TYPE);
        if (type.isPresent()) {
            return named(type.get()).map(schema -> handler(schema, mapping, List.of(TYPE)));
        }
        return diagnostics.problemCount() > before ? Optional.empty() : keyed(mapping);
    }

    private Optional<TypeSchema> named(YamlEntry entry) {
        return values.scalar(entry, "a type of handler", true)
                .flatMap(type -> types.named(entry, type, diagnostics));
    }

    private Optional<HandlerConfig> keyed(YamlMapping mapping) {
        List<YamlEntry> entries = new ArrayList<>(mapping.entries());
        if (entries.size() == 1 && !(entries.get(0).value() instanceof ScalarNode)
                || entries.size() == 1 && types.find(entries.get(0).key()).isPresent()) {
            YamlEntry entry = entries.get(0);
            return types.named(entry, new ResolvedValue(entry.key(), true), diagnostics)
                    .map(schema -> handler(schema, below(entry, schema), List.of()));
        }
        if (entries.stream().filter(entry -> types.find(entry.key()).isPresent()).count() > 1) {
            diagnostics.problem(
                    entries.get(1), "a second handler", "keep one of them, there is only one");
            return Optional.empty();
        }
        mapping.missing(TYPE, "missing", types.known());
        options.reportUnknownInAnyType(mapping, types.all(), List.of(TYPE));
        return Optional.empty();
    }

    private YamlMapping below(YamlEntry entry, TypeSchema schema) {
        return YamlMapping.of(
                entry, diagnostics, "write its options as " + schema.type() + ": {…}");
    }

    private HandlerConfig handler(TypeSchema schema, YamlMapping mapping, List<String> common) {
        boolean calls =
                schema.options().stream()
                        .anyMatch(option -> option.key().equals(ProxyConfigReader.KEY));
        if (!calls) {
            return new HandlerConfig(schema.type(), options.read(mapping, schema, common, true));
        }
        List<String> read = new ArrayList<>(common);
        read.add(ProxyConfigReader.KEY);
        Options own = options.read(mapping, schema, read, true);
        Optional<URI> address = own.uri("url").or(() -> own.uri("base_url"));
        return new HandlerConfig(
                schema.type(),
                own,
                address.map(uri -> proxies.read(mapping)).orElse(ProxyPolicy.DIRECT));
    }
}
