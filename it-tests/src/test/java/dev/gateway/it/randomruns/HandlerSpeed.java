package dev.gateway.it.randomruns;

import dev.gateway.sim.scenario.Step;
import java.util.List;

/** The handler of a run. Simplest first. */
enum HandlerSpeed {
    /** The echo handler. */
    AT_ONCE("{type: echo}", List.of()),
    /** A program that takes a moment for each message, and much longer while a file says so. */
    SLOW(
            "{type: process, command: [sh, slow.sh], env: [GATEWAY_SIM_RUN]}",
            List.of(
                    new Step.WriteFile("slow.sh", HandlerSpeed.PROGRAM, Step.MAIN),
                    new Step.WriteFile("slow.sh", HandlerSpeed.PROGRAM, RunSteps.OTHER)));

    /** Echoes in the background; what it was asked ends with its input. */
    private static final String PROGRAM =
            """
            while IFS= read -r line; do
              id=${line#*'"id":"'}; id=${id%%'"'*}
              text=${line#*'"text":"'}; text=${text%%'"'*}
              (
                sleep 0.3
                while [ -e slow ] && read -r slow < slow && [ "$slow" = yes ]; do
                  sleep 0.1
                  kill -0 $$ || exit
                done
                printf '{"id":"%s","text":"%s","done":true}\\n' "$id" "$text"
              ) &
            done
            """;

    private final String handler;
    private final List<Step> files;

    HandlerSpeed(String handler, List<Step> files) {
        this.handler = handler;
        this.files = files;
    }

    /** Returns the value of {@code handler:} in the config. */
    String handler() {
        return handler;
    }

    /** Returns the steps that write the files of the handler. */
    List<Step> files() {
        return files;
    }

    /** Returns the step that makes a slow handler take much longer, or no longer. */
    static Step muchSlower(boolean yes) {
        return new Step.WriteFile("slow", yes ? "yes\n" : "no\n", Step.MAIN);
    }
}
