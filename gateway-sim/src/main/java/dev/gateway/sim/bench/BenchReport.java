package dev.gateway.sim.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.bench.floor.Floor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The measured values, as a table and as JSON.
 *
 * @param scene what was measured, in words that are the same for each run of the same benchmark
 * @param machine the host
 * @param samples the values of each metric
 * @param aims the aims that replace those of the metrics
 * @param floors the values of each limit of the machine
 * @param notes remarks, for instance what could not be measured
 */
record BenchReport(
        String scene,
        HostInfo machine,
        Map<Metric, Sample> samples,
        Map<Metric, Double> aims,
        Map<Floor, Sample> floors,
        List<String> notes) {

    private static final String ROW = "%-47s %9s %9s %9s %9s %9s %10s %8s  %s";

    BenchReport {
        samples = sorted(samples, Metric.class);
        floors = sorted(floors, Floor.class);
        aims = Map.copyOf(aims);
        notes = List.copyOf(notes);
    }

    private static <K extends Enum<K>, V> Map<K, V> sorted(Map<K, V> values, Class<K> type) {
        var sorted = new EnumMap<K, V>(type);
        sorted.putAll(values);
        return sorted;
    }

    /** Returns the lines of the table. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(row(scene, "median", "min", "max", "aim", "to beat", "floor", "times", ""));
        samples.forEach((metric, sample) -> lines.add(row(metric, sample)));
        floors.forEach(
                (floor, sample) -> {
                    MetricUnit unit = unit(floor);
                    lines.add(
                            row(
                                    "floor: " + floor.title(),
                                    unit.text(sample.median() * unit.ofSecond()),
                                    unit.text(sample.min() * unit.ofSecond()),
                                    unit.text(sample.max() * unit.ofSecond()),
                                    "",
                                    "",
                                    "",
                                    "",
                                    ""));
                });
        lines.addAll(notes);
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%d runs each; Java %s, %d processors, load average %.1f before, %.1f"
                                + " after; %s",
                        samples.values().stream().mapToInt(s -> s.values().size()).max().orElse(0),
                        machine.java(),
                        machine.processors(),
                        machine.loadBefore(),
                        machine.loadAfter(),
                        machine.gateway()));
        return lines;
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells).stripTrailing();
    }

    private String row(Metric metric, Sample sample) {
        MetricUnit unit = metric.unit();
        return row(
                metric.title(),
                unit.text(sample.median()),
                unit.text(sample.min()),
                unit.text(sample.max()),
                text(unit, aim(metric)),
                text(unit, metric.baseline()),
                text(unit, floor(metric)),
                times(metric, sample).stream()
                        .mapToObj(times -> String.format(Locale.ROOT, "%.1f", times))
                        .findFirst()
                        .orElse("-"),
                missesAim(metric, sample) ? "aim missed" : "");
    }

    private static String text(MetricUnit unit, OptionalDouble value) {
        return value.isPresent() ? unit.text(value.getAsDouble()) : "-";
    }

    private OptionalDouble aim(Metric metric) {
        return aims.containsKey(metric) ? OptionalDouble.of(aims.get(metric)) : metric.target();
    }

    private boolean missesAim(Metric metric, Sample sample) {
        OptionalDouble aim = aim(metric);
        return aim.isPresent() && !metric.unit().reaches(sample.median(), aim.getAsDouble());
    }

    /** Returns the machine's limit, in the metric's unit. */
    private OptionalDouble floor(Metric metric) {
        Optional<Sample> floor = metric.floor().map(floors::get);
        return floor.isPresent()
                ? OptionalDouble.of(floor.get().median() * metric.unit().ofSecond())
                : OptionalDouble.empty();
    }

    /** Returns how many times the machine's limit the value is, or the limit is it for a rate. */
    private OptionalDouble times(Metric metric, Sample sample) {
        OptionalDouble floor = floor(metric);
        if (floor.isEmpty() || floor.getAsDouble() == 0 || sample.median() == 0) {
            return OptionalDouble.empty();
        }
        double times = sample.median() / floor.getAsDouble();
        return OptionalDouble.of(metric.unit().moreIsBetter() ? 1 / times : times);
    }

    private static MetricUnit unit(Floor floor) {
        if (floor.isRate()) {
            return MetricUnit.PER_SECOND;
        }
        return floor == Floor.JVM ? MetricUnit.SECONDS : MetricUnit.MILLISECONDS;
    }

    /** Returns the report as JSON, with all values. */
    ObjectNode json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("scene", scene);
        json.put("gateway", machine.gateway().toString());
        json.put("java", machine.java());
        json.put("processors", machine.processors());
        json.put("load_before", machine.loadBefore());
        json.put("load_after", machine.loadAfter());
        ObjectNode figures = json.putObject("figures");
        samples.forEach((metric, sample) -> put(figures.putObject(metric.key()), metric, sample));
        ObjectNode limits = json.putObject("floors");
        floors.forEach(
                (floor, sample) -> {
                    ObjectNode limit = limits.putObject(floor.key());
                    limit.put("title", floor.title());
                    limit.put("unit", floor.isRate() ? "1/s" : "s");
                    put(limit, sample);
                });
        ArrayNode remarks = json.putArray("notes");
        notes.forEach(remarks::add);
        return json;
    }

    private void put(ObjectNode json, Metric metric, Sample sample) {
        json.put("title", metric.title());
        json.put("unit", metric.unit().symbol());
        put(json, sample);
        aim(metric)
                .ifPresent(
                        aim -> {
                            json.put("aim", aim);
                            json.put("aim_reached", !missesAim(metric, sample));
                        });
        metric.baseline().ifPresent(baseline -> json.put("to_beat", baseline));
        floor(metric).ifPresent(floor -> json.put("floor", floor));
        times(metric, sample).ifPresent(times -> json.put("times_floor", times));
    }

    private static void put(ObjectNode json, Sample sample) {
        json.put("median", sample.median());
        json.put("min", sample.min());
        json.put("max", sample.max());
        ArrayNode values = json.putArray("values");
        sample.values().forEach(value -> values.add(value.doubleValue()));
    }
}
