package dev.gateway.sim.timeline;

import java.util.ArrayList;
import java.util.List;

/** The lane of the steps, one after the other. */
record StepLaneBuilder(TimeAxis timeAxis) {

    Lane of(List<RunRecorder.Step> steps) {
        List<Span> spans = new ArrayList<>();
        for (RunRecorder.Step step : steps) {
            spans.add(
                    new Span(
                            timeAxis.at(step.from()),
                            timeAxis.at(step.to(timeAxis.end())),
                            SpanStyle.STEP,
                            step.text(),
                            step.text()));
        }
        return new Lane(Lane.Kind.STEPS, "Story", "", spans, List.of());
    }
}
