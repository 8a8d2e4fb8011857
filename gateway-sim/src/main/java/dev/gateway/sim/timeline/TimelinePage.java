package dev.gateway.sim.timeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Timelines as one self-contained HTML page: no network, no fonts, no library. Light or dark as the
 * reader prefers; each event can be reached with the keyboard, and stands in a table.
 */
public final class TimelinePage {

    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

    private TimelinePage() {}

    /** Writes the page; an old one is replaced. */
    public static void write(Path file, String title, List<Timeline> runs) throws IOException {
        Files.writeString(file, html(title, runs));
    }

    /** Returns the page. */
    public static String html(String title, List<Timeline> runs) {
        HtmlWriter page = new HtmlWriter();
        page.add("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.add("<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n", POLICY);
        page.add("<title>%s</title>\n<style>\n", title).add(resource("timeline.css"));
        page.add("</style>\n</head>\n<body>\n<main>\n<h1>%s</h1>\n", title);
        if (runs.size() > 1) {
            contents(page, runs);
        }
        for (int i = 0; i < runs.size(); i++) {
            new RunSection(page, runs.get(i), "run" + (i + 1)).add();
        }
        page.add("<footer>Times are seconds since %s", started(runs));
        page.add(", as the kernel, the gateways' own trails and the platforms saw it.</footer>\n");
        page.add("</main>\n<div id=\"tip\" role=\"status\"></div>\n<script>\n");
        return page.add(resource("timeline.js")).add("</script>\n</body>\n</html>\n").toString();
    }

    private static String started(List<Timeline> runs) {
        return runs.size() == 1
                ? runs.get(0).started().truncatedTo(ChronoUnit.SECONDS).toString()
                : "the beginning of each run";
    }

    private static void contents(HtmlWriter page, List<Timeline> runs) {
        page.add("<nav aria-label=\"Runs\"><ol>\n");
        for (int i = 0; i < runs.size(); i++) {
            page.add(
                    "<li><a href=\"#%s\">%s</a> %s</li>\n",
                    "run" + (i + 1), runs.get(i).title(), runs.get(i).good() ? "✓" : "✗");
        }
        page.add("</ol></nav>\n");
    }

    private static String resource(String name) {
        try (InputStream in = TimelinePage.class.getResourceAsStream("/timeline/" + name)) {
            if (in == null) {
                throw new IllegalStateException("/timeline/" + name + " is missing in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
