package dev.gateway.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.event.EventField.Kind;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/events.md} says what {@link EventType} and {@link EventField} say. To write its
 * tables again: {@code mvn -pl gateway-core test -Dtest=EventReferenceTest
 * -Devents.reference=write}.
 */
class EventReferenceTest {

    private static final Path REFERENCE = Path.of("..", "docs", "events.md");
    private static final String BEGIN = "<!-- generated from EventType and EventField -->\n";

    @Test
    void theReferenceListsEachEventAndEachField() throws Exception {
        String page = Files.readString(REFERENCE);
        int begin = page.indexOf(BEGIN);
        assertThat(begin).as("%s has the line %s", REFERENCE, BEGIN).isPositive();
        String expected = page.substring(0, begin) + BEGIN + tables();
        if ("write".equals(System.getProperty("events.reference"))) {
            Files.writeString(REFERENCE, expected);
        }
        assertThat(Files.readString(REFERENCE))
                .as("tables of %s; the Javadoc of this test says how to write them", REFERENCE)
                .isEqualTo(expected);
    }

    @Test
    void eachTypeWithFieldsHasOneFactoryThatFillsThem() throws Exception {
        Map<EventType, EventDetails> made = new EnumMap<>(EventType.class);
        for (Method method : EventType.class.getDeclaredMethods()) {
            if (Modifier.isStatic(method.getModifiers())
                    && method.getReturnType() == EventDetails.class) {
                EventDetails details = sampleOf(method);
                assertThat(made.put(details.type(), details)).as(method.getName()).isNull();
            }
        }
        for (EventType type : EventType.values()) {
            EventDetails details = made.containsKey(type) ? made.get(type) : EventDetails.of(type);
            assertThat(details.fields().keySet())
                    .as(type.wireName())
                    .containsExactlyElementsOf(
                            type.fields().stream().map(EventField::wireName).toList());
            for (EventField field : type.fields()) {
                assertThat(details.fields().get(field.wireName()))
                        .as("%s of %s", field.wireName(), type.wireName())
                        .isInstanceOf(javaType(field.kind()));
            }
        }
    }

    @Test
    void noFieldIsDeclaredInVain() {
        Set<EventField> used = EnumSet.noneOf(EventField.class);
        Stream.of(EventType.values()).forEach(type -> used.addAll(type.fields()));
        assertThat(used).containsExactlyInAnyOrder(EventField.values());
    }

    private static EventDetails sampleOf(Method factory) throws Exception {
        List<Object> arguments = new ArrayList<>();
        for (var parameter : factory.getGenericParameterTypes()) {
            String name = parameter.getTypeName().replaceAll("\\w+\\.", "");
            arguments.add(
                    switch (name) {
                        case "String" -> "text";
                        case "int" -> 1;
                        case "long" -> 1L;
                        case "boolean" -> true;
                        case "Path" -> Path.of("file");
                        case "Duration" -> Duration.ofMillis(1);
                        case "List<String>" -> List.of("one", "two");
                        case "Optional<String>" -> Optional.of("text");
                        case "Optional<Integer>" -> Optional.of(1);
                        case "Optional<Long>" -> Optional.of(1L);
                        case "Optional<Path>" -> Optional.of(Path.of("file"));
                        default -> throw new IllegalArgumentException(name);
                    });
        }
        return (EventDetails) factory.invoke(null, arguments.toArray());
    }

    private static Class<?> javaType(Kind kind) {
        return switch (kind) {
            case TEXT, NAMES -> String.class;
            case NUMBER -> Number.class;
            case FLAG -> Boolean.class;
        };
    }

    private static String tables() throws IOException {
        return "\n## Events in `events.jsonl`\n\n"
                + events(true)
                + "\n## Events of single messages\n\n"
                + "Too many for `events.jsonl`; listeners inside the process get them.\n\n"
                + events(false)
                + "\n## Fields\n\n| field | value | meaning |\n|---|---|---|\n"
                + Stream.of(EventField.values())
                        .map(
                                field ->
                                        "| `%s` | %s | %s |\n"
                                                .formatted(
                                                        field.wireName(),
                                                        field.kind().description(),
                                                        field.meaning()))
                        .collect(Collectors.joining());
    }

    private static String events(boolean trail) {
        return "| event | meaning | fields |\n|---|---|---|\n"
                + Stream.of(EventType.values())
                        .filter(type -> type.isRecorded() == trail)
                        .map(
                                type ->
                                        "| `%s` | %s | %s |\n"
                                                .formatted(
                                                        type.wireName(),
                                                        type.meaning(),
                                                        type.fields().stream()
                                                                .map(EventField::wireName)
                                                                .map(name -> "`" + name + "`")
                                                                .collect(Collectors.joining(", "))))
                        .collect(Collectors.joining());
    }
}
