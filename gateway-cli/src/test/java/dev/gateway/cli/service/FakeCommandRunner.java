package dev.gateway.cli.service;

import dev.gateway.cli.service.manager.CommandRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A runner that records its commands and returns prepared results; success by default. */
final class FakeCommandRunner implements CommandRunner {

    private final List<String> calls = new ArrayList<>();
    private final Map<String, Result> answers = new LinkedHashMap<>();

    /** To each command that contains {@code part}; what was told last counts. */
    FakeCommandRunner answer(String part, int exit, String text) {
        answers.put(part, new Result(exit, text));
        return this;
    }

    List<String> calls() {
        return calls;
    }

    @Override
    public Result run(Duration limit, List<String> command) {
        String call = String.join(" ", command);
        calls.add(call);
        Result found = new Result(0, "");
        for (Map.Entry<String, Result> answer : answers.entrySet()) {
            if (call.contains(answer.getKey())) {
                found = answer.getValue();
            }
        }
        return found;
    }
}
