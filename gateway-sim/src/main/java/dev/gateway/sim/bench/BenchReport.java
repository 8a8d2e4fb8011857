package dev.gateway.sim.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The measured values, as a table and as JSON.
 *
 * @param machine the host
 * @param samples the values of each metric
 */
record BenchReport(HostInfo machine, Map<Metric, Sample> samples) {

    private static final String ROW = "%-47s %9s %9s %9s %9s %9s  %s";

    BenchReport {
        samples = new EnumMap<>(samples);
    }

    /** Returns the lines of the table. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(Locale.ROOT, ROW, "", "median", "min", "max", "aim", "to beat", "")
                        .stripTrailing());
        samples.forEach((metric, sample) -> lines.add(row(metric, sample)));
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

    private static String row(Metric metric, Sample sample) {
        MetricUnit unit = metric.unit();
        return String.format(
                        Locale.ROOT,
                        ROW,
                        metric.title(),
                        unit.text(sample.median()),
                        unit.text(sample.min()),
                        unit.text(sample.max()),
                        metric.target().isPresent()
                                ? unit.text(metric.target().getAsDouble())
                                : "-",
                        metric.baseline().isPresent()
                                ? unit.text(metric.baseline().getAsDouble())
                                : "-",
                        missesAim(metric, sample) ? "aim missed" : "")
                .stripTrailing();
    }

    private static boolean missesAim(Metric metric, Sample sample) {
        return metric.target().isPresent()
                && !metric.unit().reaches(sample.median(), metric.target().getAsDouble());
    }

    /** Returns the report as JSON, with all values. */
    ObjectNode json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("gateway", machine.gateway().toString());
        json.put("java", machine.java());
        json.put("processors", machine.processors());
        json.put("load_before", machine.loadBefore());
        json.put("load_after", machine.loadAfter());
        ObjectNode figures = json.putObject("figures");
        samples.forEach((metric, sample) -> put(figures.putObject(metric.key()), metric, sample));
        return json;
    }

    private static void put(ObjectNode json, Metric metric, Sample sample) {
        json.put("title", metric.title());
        json.put("unit", metric.unit().symbol());
        json.put("median", sample.median());
        json.put("min", sample.min());
        json.put("max", sample.max());
        metric.target().ifPresent(target -> json.put("aim", target));
        metric.target().ifPresent(target -> json.put("aim_reached", !missesAim(metric, sample)));
        metric.baseline().ifPresent(baseline -> json.put("to_beat", baseline));
        ArrayNode values = json.putArray("values");
        sample.values().forEach(value -> values.add(value.doubleValue()));
    }
}
