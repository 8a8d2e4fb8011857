package dev.gateway.sim.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.referee.RefereeJson;
import dev.gateway.sim.runner.ExpectationResult;
import dev.gateway.sim.runner.PlatformSummary;
import dev.gateway.sim.runner.RunReport;
import dev.gateway.sim.scenario.Scenario;
import java.time.Duration;

/** The report of a run as one line of JSON. */
final class RunReportJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private RunReportJson() {}

    static ObjectNode of(RunReport report) {
        ObjectNode json = JSON.objectNode();
        json.put("scenario", report.scenario());
        json.put("title", report.title());
        json.put("seed", report.seed());
        json.put("result", report.good() ? "ok" : "broken");
        json.put("elapsed_ms", report.elapsed().toMillis());
        report.failure().ifPresent(text -> json.put("failure", text));
        ArrayNode expectations = json.putArray("expectations");
        for (ExpectationResult result : report.results()) {
            expectations
                    .addObject()
                    .put("expected", result.expected())
                    .put("held", result.satisfied())
                    .put("seen", result.observed());
        }
        ObjectNode platforms = json.putObject("platforms");
        for (PlatformSummary figures : report.platforms()) {
            ObjectNode one = platforms.putObject(figures.name());
            one.set("messages", RefereeJson.summary(figures.messages()));
            one.put("two_pollers", figures.overlaps());
            ArrayNode gaps = one.putArray("gaps_ms");
            figures.gaps().stream().map(Duration::toMillis).forEach(gaps::add);
        }
        return json;
    }

    static ObjectNode skipped(Scenario scenario) {
        ObjectNode json = JSON.objectNode();
        json.put("scenario", scenario.name());
        json.put("title", scenario.title());
        json.put("result", "skipped");
        json.put("needs", scenario.needs().orElseThrow());
        scenario.shownBy().ifPresent(where -> json.put("shown_by", where));
        return json;
    }
}
