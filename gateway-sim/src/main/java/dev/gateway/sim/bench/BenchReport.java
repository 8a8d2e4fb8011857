package dev.gateway.sim.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.bench.limit.MachineLimit;
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
 * @param targets the targets that replace those of the metrics
 * @param limits the values of each limit of the machine
 * @param notes remarks, for instance what could not be measured
 */
record BenchReport(
        String scene,
        HostInfo machine,
        Map<Metric, Sample> samples,
        Map<Metric, Double> targets,
        Map<MachineLimit, Sample> limits,
        List<String> notes) {

    private static final String ROW = "%-47s %9s %9s %9s %9s %9s %10s %8s  %s";

    BenchReport {
        samples = sorted(samples, Metric.class);
        limits = sorted(limits, MachineLimit.class);
        targets = Map.copyOf(targets);
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
        limits.forEach(
                (limit, sample) -> {
                    MetricUnit unit = unit(limit);
                    lines.add(
                            row(
                                    "floor: " + limit.title(),
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
                text(unit, target(metric)),
                text(unit, metric.baseline()),
                text(unit, limit(metric)),
                times(metric, sample).stream()
                        .mapToObj(times -> String.format(Locale.ROOT, "%.1f", times))
                        .findFirst()
                        .orElse("-"),
                missesTarget(metric, sample) ? "aim missed" : "");
    }

    private static String text(MetricUnit unit, OptionalDouble value) {
        return value.isPresent() ? unit.text(value.getAsDouble()) : "-";
    }

    private OptionalDouble target(Metric metric) {
        return targets.containsKey(metric)
                ? OptionalDouble.of(targets.get(metric))
                : metric.target();
    }

    private boolean missesTarget(Metric metric, Sample sample) {
        OptionalDouble target = target(metric);
        return target.isPresent() && !metric.unit().reaches(sample.median(), target.getAsDouble());
    }

    /** Returns the machine's limit, in the metric's unit. */
    private OptionalDouble limit(Metric metric) {
        Optional<Sample> limit = metric.limit().map(limits::get);
        return limit.isPresent()
                ? OptionalDouble.of(limit.get().median() * metric.unit().ofSecond())
                : OptionalDouble.empty();
    }

    /** Returns how many times the machine's limit the value is, or the limit is it for a rate. */
    private OptionalDouble times(Metric metric, Sample sample) {
        OptionalDouble limit = limit(metric);
        if (limit.isEmpty() || limit.getAsDouble() == 0 || sample.median() == 0) {
            return OptionalDouble.empty();
        }
        double times = sample.median() / limit.getAsDouble();
        return OptionalDouble.of(metric.unit().moreIsBetter() ? 1 / times : times);
    }

    private static MetricUnit unit(MachineLimit limit) {
        if (limit.isRate()) {
            return MetricUnit.PER_SECOND;
        }
        return limit == MachineLimit.JVM ? MetricUnit.SECONDS : MetricUnit.MILLISECONDS;
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
        ObjectNode limitValues = json.putObject("floors");
        limits.forEach(
                (limit, sample) -> {
                    ObjectNode value = limitValues.putObject(limit.key());
                    value.put("title", limit.title());
                    value.put("unit", limit.isRate() ? "1/s" : "s");
                    put(value, sample);
                });
        ArrayNode remarks = json.putArray("notes");
        notes.forEach(remarks::add);
        return json;
    }

    private void put(ObjectNode json, Metric metric, Sample sample) {
        json.put("title", metric.title());
        json.put("unit", metric.unit().symbol());
        put(json, sample);
        target(metric)
                .ifPresent(
                        target -> {
                            json.put("aim", target);
                            json.put("aim_reached", !missesTarget(metric, sample));
                        });
        metric.baseline().ifPresent(baseline -> json.put("to_beat", baseline));
        limit(metric).ifPresent(limit -> json.put("floor", limit));
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
