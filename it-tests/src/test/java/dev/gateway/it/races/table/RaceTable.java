package dev.gateway.it.races.table;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The table of races. Tests write rows into a folder, one file each, from any number of JVMs; after
 * all of them the build calls {@link #main}, which prints the rows and writes {@code races.md}.
 */
public final class RaceTable {

    private static final Path FOLDER = Path.of("target", "races");
    private static final String SKIPPED = "skipped-";
    private static final String LINK = "https://github.com/NousResearch/hermes-agent/issues/";

    private RaceTable() {}

    /**
     * Prints the rows in the folder of the first argument, and writes them to the file of the
     * second.
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        if (Files.isDirectory(folder)) {
            String table = markdown(rows(folder), skips(folder));
            Files.writeString(Path.of(args[1]), table);
            System.out.println(table);
        }
    }

    static void put(RaceRow row) {
        write(row.id().replaceAll("\\W+", "-") + ".json", row);
    }

    public static void skipped(String test, String reason) {
        write(
                SKIPPED + test.replaceAll("\\W+", "-") + ".json",
                Map.of("test", test, "reason", reason));
    }

    static String markdown(List<RaceRow> rows, List<String> skips) {
        var text = new StringBuilder("# Races\n\n");
        text.append(
                "Each race happens to the reported behaviour first, then not to the gateway.\n\n");
        text.append("| race | report | situation | as reported | seen | the gateway | figures |\n");
        text.append("|---|---|---|---|---|---|---|\n");
        for (RaceRow row : rows) {
            text.append(
                    "| %s | [#%s](%s%s) | %s | %s | %d of %d | %s (%d of %d) | %s |%n"
                            .formatted(
                                    row.id(),
                                    row.report(),
                                    LINK,
                                    row.report(),
                                    row.situation(),
                                    row.symptom(),
                                    row.seen(),
                                    row.rounds(),
                                    row.result(),
                                    row.gatewayRounds(),
                                    row.gatewayRounds(),
                                    row.figures()));
        }
        text.append(
                "%n%d rows, %d tests skipped%s%n"
                        .formatted(rows.size(), skips.size(), skips.isEmpty() ? "." : ":"));
        skips.forEach(skip -> text.append("- ").append(skip).append('\n'));
        return text.toString();
    }

    private static List<RaceRow> rows(Path folder) throws IOException {
        var json = new ObjectMapper();
        var rows = new ArrayList<RaceRow>();
        for (Path file : files(folder)) {
            if (!file.getFileName().toString().startsWith(SKIPPED)) {
                rows.add(json.readValue(Files.readAllBytes(file), RaceRow.class));
            }
        }
        rows.sort(Comparator.comparing(RaceTable::place).thenComparing(RaceRow::id));
        return rows;
    }

    /** Orders the rows: reports first, then proposed fixes, then containers; each by number. */
    private static int place(RaceRow row) {
        int number = Integer.parseInt(row.id().replaceFirst("^\\D*(\\d+).*", "$1"));
        return "RFC".indexOf(row.id().charAt(0)) * 1000 + number;
    }

    private static List<String> skips(Path folder) throws IOException {
        var json = new ObjectMapper();
        var skips = new ArrayList<String>();
        for (Path file : files(folder)) {
            if (file.getFileName().toString().startsWith(SKIPPED)) {
                var skip = json.readTree(Files.readAllBytes(file));
                skips.add(skip.path("test").asText() + " " + skip.path("reason").asText());
            }
        }
        return skips;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    private static void write(String name, Object value) {
        try {
            Files.createDirectories(FOLDER);
            Path partial = Files.createTempFile(FOLDER, name, ".partial");
            String json = new ObjectMapper().writeValueAsString(value);
            Files.write(partial, json.getBytes(StandardCharsets.UTF_8));
            Files.move(partial, FOLDER.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a row of the table of races", e);
        }
    }
}
