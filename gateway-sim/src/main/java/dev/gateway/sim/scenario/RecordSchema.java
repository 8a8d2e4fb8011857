package dev.gateway.sim.scenario;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The notation of a record in a scenario file: its keys, in order. */
final class RecordSchema {

    private final Class<? extends Record> type;
    private final List<KeySchema> keySchemas;

    private RecordSchema(Class<? extends Record> type) {
        this.type = type;
        keySchemas = Stream.of(type.getRecordComponents()).map(KeySchema::of).toList();
    }

    static RecordSchema of(Class<? extends Record> type) {
        return new RecordSchema(type);
    }

    List<KeySchema> keySchemas() {
        return keySchemas;
    }

    List<String> keys() {
        return keySchemas.stream().map(KeySchema::key).toList();
    }

    /** Returns the key whose value may stand alone, in place of a mapping. */
    Optional<KeySchema> main() {
        return keySchemas.stream().filter(KeySchema::main).findFirst();
    }

    /**
     * Creates a record of values in the order of the keys.
     *
     * @throws IllegalArgumentException if the record refuses them
     */
    Record make(List<Object> values) {
        try {
            Class<?>[] types =
                    Stream.of(type.getRecordComponents())
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new);
            Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException(type + " cannot be made", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    /**
     * The notation of one record component.
     *
     * @param key the key in the file
     * @param component the component of the record
     * @param value the type of the value; of an optional or a list, the type of its content
     * @param shape the number of values
     * @param defaultValue the text of the value if the key is missing
     */
    record KeySchema(
            String key,
            RecordComponent component,
            Class<?> value,
            Shape shape,
            Optional<String> defaultValue,
            boolean main,
            ScenarioKey.NameKind names) {

        /** The number of values of a key. */
        enum Shape {
            ONE,
            OPTIONAL,
            LIST,
            MAP
        }

        static KeySchema of(RecordComponent component) {
            ScenarioKey key = component.getAnnotation(ScenarioKey.class);
            Class<?> raw = component.getType();
            Shape shape =
                    raw == Optional.class
                            ? Shape.OPTIONAL
                            : raw == List.class
                                    ? Shape.LIST
                                    : raw == Map.class ? Shape.MAP : Shape.ONE;
            Optional<String> defaultValue =
                    Optional.ofNullable(key)
                            .map(ScenarioKey::defaultValue)
                            .filter(text -> !text.equals(ScenarioKey.REQUIRED));
            return new KeySchema(
                    written(component.getName()),
                    component,
                    shape == Shape.ONE ? raw : content(component.getGenericType()),
                    shape,
                    defaultValue,
                    key != null && key.main(),
                    key == null ? ScenarioKey.NameKind.NOTHING : key.of());
        }

        /** Converts {@code onConflict} to {@code on-conflict}. */
        private static String written(String name) {
            return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        }

        private static Class<?> content(Type type) {
            Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
            return (Class<?>) arguments[arguments.length - 1];
        }

        boolean required() {
            return shape == Shape.ONE && defaultValue.isEmpty();
        }

        Object of(Record record) {
            try {
                component.getAccessor().setAccessible(true);
                return component.getAccessor().invoke(record);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(component + " cannot be read", e);
            }
        }

        /** Returns the value for a missing key. */
        Object ifMissing() {
            return switch (shape) {
                case OPTIONAL -> Optional.empty();
                case LIST -> new ArrayList<>();
                case MAP -> Map.of();
                case ONE -> ScalarCodec.of(value).parse(defaultValue.orElseThrow());
            };
        }
    }
}
