package dev.gateway.sim.demo;

import dev.gateway.core.time.Deadline;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.Workspace;
import dev.gateway.sim.timeline.RunRecorder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a story is played on: platforms, a place for homes, and those who watch.
 *
 * @param workspace the place for homes and processes
 * @param launcher the gateway's launcher
 * @param platforms the fake platforms
 * @param jars the adapters beside the gateway's own
 * @param reporter the live report
 * @param recorder the record of the run
 * @param timings the deliberate delays
 */
record DemoStage(
        Workspace workspace,
        Path launcher,
        List<FakePlatform> platforms,
        List<Path> jars,
        DemoReporter reporter,
        RunRecorder recorder,
        DemoTimings timings) {

    /** The limit for operations that take a second or two on a quiet machine. */
    static final Duration LIMIT = Duration.ofMinutes(2);

    static final Duration POLL = Duration.ofMillis(50);

    /** Writes a home's config with all platforms, and its adapters; records it from now on. */
    ObservedHome prepare(String name, ObservedHome home, HomeConfig start) {
        HomeConfig config = start;
        for (FakePlatform platform : platforms) {
            config = config.with(platform.type(), platform);
        }
        home.write(config);
        home.putAdapters(jars);
        recorder.home(name, home);
        return home;
    }

    /** Returns the command line of a home. */
    GatewayCommandLine gateway(ObservedHome home) {
        return GatewayCommandLine.of(workspace.scope(), launcher).withHome(home);
    }

    /**
     * Waits until one user on each platform gets an answer, and lets the users chat on for a
     * moment.
     */
    void awaitAnswers() throws InterruptedException {
        List<SentMessage> questions =
                platforms.stream().map(one -> one.user("tim").says("Are you there?")).toList();
        Deadline deadline = Deadline.after(LIMIT);
        while (questions.stream().anyMatch(one -> one.answers().isEmpty())) {
            if (deadline.isExpired()) {
                throw new ExpectationFailedException(
                        "a user has waited for an answer for " + LIMIT.toSeconds() + " s");
            }
            reporter.runFor(POLL);
        }
        reporter.runFor(timings.pauseBetweenPhases());
    }
}
