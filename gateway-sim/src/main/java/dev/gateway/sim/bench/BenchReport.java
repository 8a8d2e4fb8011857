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
 * What was measured, as a table and as JSON.
 *
 * @param machine where
 * @param samples each figure that was measured
 */
record BenchReport(Machine machine, Map<Figure, Sample> samples) {

    private static final String ROW = "%-47s %9s %9s %9s %9s %9s  %s";

    BenchReport {
        samples = new EnumMap<>(samples);
    }

    /** The lines of the table. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(Locale.ROOT, ROW, "", "median", "min", "max", "aim", "to beat", "")
                        .stripTrailing());
        samples.forEach((figure, sample) -> lines.add(row(figure, sample)));
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

    private static String row(Figure figure, Sample sample) {
        Unit unit = figure.unit();
        return String.format(
                        Locale.ROOT,
                        ROW,
                        figure.title(),
                        unit.text(sample.median()),
                        unit.text(sample.min()),
                        unit.text(sample.max()),
                        figure.aim().isPresent() ? unit.text(figure.aim().getAsDouble()) : "-",
                        figure.toBeat().isPresent()
                                ? unit.text(figure.toBeat().getAsDouble())
                                : "-",
                        missesAim(figure, sample) ? "aim missed" : "")
                .stripTrailing();
    }

    private static boolean missesAim(Figure figure, Sample sample) {
        return figure.aim().isPresent()
                && !figure.unit().reaches(sample.median(), figure.aim().getAsDouble());
    }

    /** The same for programs, with all values. */
    ObjectNode json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("gateway", machine.gateway().toString());
        json.put("java", machine.java());
        json.put("processors", machine.processors());
        json.put("load_before", machine.loadBefore());
        json.put("load_after", machine.loadAfter());
        ObjectNode figures = json.putObject("figures");
        samples.forEach((figure, sample) -> put(figures.putObject(figure.key()), figure, sample));
        return json;
    }

    private static void put(ObjectNode json, Figure figure, Sample sample) {
        json.put("title", figure.title());
        json.put("unit", figure.unit().symbol());
        json.put("median", sample.median());
        json.put("min", sample.min());
        json.put("max", sample.max());
        figure.aim().ifPresent(aim -> json.put("aim", aim));
        figure.aim().ifPresent(aim -> json.put("aim_reached", !missesAim(figure, sample)));
        figure.toBeat().ifPresent(toBeat -> json.put("to_beat", toBeat));
        ArrayNode values = json.putArray("values");
        sample.values().forEach(value -> values.add(value.doubleValue()));
    }
}
