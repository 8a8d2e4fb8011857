package dev.gateway.sim.demo;

import dev.gateway.sim.chat.FakeOptions;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.FakePlatformFactory;
import dev.gateway.sim.chat.FakePlatformRegistry;
import dev.gateway.sim.cli.AdaptersOption;
import dev.gateway.sim.cli.GatewayOption;
import dev.gateway.sim.console.ProgressPrinter;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.Workspace;
import dev.gateway.sim.timeline.RunRecorder;
import dev.gateway.sim.timeline.Timeline;
import dev.gateway.sim.timeline.TimelinePage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway-sim demo}: shows the gateway's promise on embedded platforms. */
@Command(
        name = "demo",
        description =
                "Fake Weixin, Feishu and Telegram on 127.0.0.1, a real gateway process connected to"
                        + " them, and people who chat throughout. It is restarted while the handler"
                        + " thinks about a message and Weixin takes 18 s to let go, killed and started again, and replaced. In the end a table"
                        + " tells what became of each message, and whether a token ever had two"
                        + " pollers; a page shows it on a time axis.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway-sim demo                  takes about a minute",
            "  gateway-sim demo --fast           the same with waits of a tenth",
            "  gateway-sim demo --hosts 3        several hosts on one database",
            "  gateway-sim demo --report /tmp/demo.html",
            "  gateway-sim demo --fast --adapters target --platform ntfy    an adapter of your own",
            "",
            "Exit: 0 nothing lost and never two pollers, 1 otherwise, 73 the page cannot be"
                    + " written, 78 no gateway found or a jar cannot be used.",
        })
public final class DemoCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int CANNOT_WRITE = 73;
    private static final int MAX_HOSTS = 9;
    private static final int USUAL_COLUMNS = 79;
    private static final int MAX_COLUMNS = 160;
    private static final String TITLE = "A gateway's life: restarted, killed, replaced";
    private static final String ABOUT =
            "Two people on each platform chat all the time with one gateway. It is restarted while"
                    + " its handler thinks about a message and a platform does not let go of the"
                    + " bot: the old process finishes beside the new one. Then it is killed with"
                    + " SIGKILL and started again, and replaced by another.";
    private static final int INTERRUPTED = 130;
    private static final Duration FIRST_COMMAND = Duration.ofMinutes(3);
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(2);

    private static final List<String> DEFAULT_PLATFORMS = List.of("weixin", "feishu", "telegram");

    @Option(names = "--fast", description = "All waits are ten times shorter.")
    private boolean quick;

    @Option(
            names = "--hosts",
            paramLabel = "N",
            description =
                    "N hosts, 2 to 9, on one real PostgreSQL, which comes with the simulator: hosts"
                            + " are restarted, stopped, killed, frozen and cut off, and the"
                            + " database is killed. Linux on x86-64, or -Dpg.bin in"
                            + " GATEWAY_JAVA_OPTS.")
    private int hosts = 1;

    @Option(
            names = "--platform",
            split = ",",
            paramLabel = "TYPE",
            description =
                    "Which platforms: weixin, feishu, telegram, or the type of a fake of your own."
                            + " Default: those three.")
    private List<String> types = DEFAULT_PLATFORMS;

    @Mixin private GatewayOption gateway;

    @Mixin private AdaptersOption adapters;

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description =
                    "Where the page with the timeline goes. Default: ${DEFAULT-VALUE} in this"
                            + " folder.")
    private Path report = Path.of("gateway-demo.html");

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        if (hosts < 1 || hosts > MAX_HOSTS) {
            throw new ParameterException(
                    spec.commandLine(), "--hosts: write a number from 1 to " + MAX_HOSTS);
        }
        PrintWriter err = spec.commandLine().getErr();
        Path launcher;
        try {
            launcher = gateway.launcher();
        } catch (ExpectationFailedException missing) {
            err.println(missing.getMessage());
            return GatewayOption.NO_GATEWAY;
        }
        Optional<FakePlatformRegistry> fakes = adapters.find(err);
        if (fakes.isEmpty()) {
            return AdaptersOption.UNUSABLE;
        }
        List<FakePlatformFactory> wanted = AdaptersOption.named(types, fakes.get(), spec);
        try (Workspace workspace = Workspace.open("gateway-demo")) {
            return run(workspace, launcher, wanted, fakes.get().jars(), err);
        }
    }

    private int run(
            Workspace workspace,
            Path launcher,
            List<FakePlatformFactory> wanted,
            List<Path> jars,
            PrintWriter err) {
        List<FakePlatform> platforms = new ArrayList<>();
        try {
            wanted.forEach(factory -> platforms.add(factory.start(FakeOptions.lenient(1))));
            return run(workspace, launcher, platforms, jars);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("Interrupted.");
            return INTERRUPTED;
        } catch (ExpectationFailedException e) {
            err.println(workspace.interrupted() ? "Interrupted." : e.getMessage());
            return workspace.interrupted() ? INTERRUPTED : FAILED;
        } finally {
            platforms.forEach(FakePlatform::close);
        }
    }

    private int run(
            Workspace workspace, Path launcher, List<FakePlatform> platforms, List<Path> jars)
            throws InterruptedException {
        ProgressPrinter progress = ProgressPrinter.onStderr(spec.commandLine().getErr());
        DemoTimings timings = quick ? DemoTimings.quick() : DemoTimings.realistic();
        // The very first command creates the class archive, which would count as waiting time.
        progress.line(
                GatewayCommandLine.of(workspace.scope(), launcher)
                        .run(FIRST_COMMAND, "--version")
                        .expectExit(0)
                        .stdout()
                        .strip());
        try (RunRecorder recorder = RunRecorder.start();
                DemoUsers users = DemoUsers.on(platforms)) {
            platforms.forEach(platform -> recorder.platform(platform.type(), platform));
            DemoReporter reporter =
                    new DemoReporter(progress, users, recorder, expected(timings), width());
            DemoStage stage =
                    new DemoStage(
                            workspace, launcher, platforms, jars, reporter, recorder, timings);
            reporter.phase(names(platforms) + " there; " + DemoUsers.manner());
            if (hosts == 1) {
                return play(new DemoScript(stage), stage, users, progress);
            }
            try (HostsScript script = HostsScript.prepare(hosts, stage)) {
                return play(script, stage, users, progress);
            }
        }
    }

    private Duration expected(DemoTimings timings) {
        return hosts == 1 ? timings.expected() : timings.expectedWithHosts();
    }

    private int play(DemoStory story, DemoStage stage, DemoUsers users, ProgressPrinter progress)
            throws InterruptedException {
        List<FakePlatform> platforms = stage.platforms();
        boolean told = false;
        try {
            story.play();
            stage.reporter().phase("the users stop chatting");
            users.stopAndDrain(DRAIN_LIMIT);
            story.stop();
            told = true;
        } finally {
            progress.clear();
            stage.recorder().endStep();
            if (!told && !stage.workspace().interrupted()) {
                writePage(stage.recorder(), findings(platformResults(platforms, users)), false);
            }
        }
        return conclude(stage.recorder(), platformResults(platforms, users), story);
    }

    /** Returns the names as in "Weixin, Feishu and Telegram are". */
    private static String names(List<FakePlatform> platforms) {
        List<String> names = platforms.stream().map(DemoScript::name).toList();
        int last = names.size() - 1;
        return last == 0
                ? names.get(0) + " is"
                : String.join(", ", names.subList(0, last)) + " and " + names.get(last) + " are";
    }

    private static List<PlatformResult> platformResults(
            List<FakePlatform> platforms, DemoUsers users) {
        return platforms.stream().map(one -> PlatformResult.of(one, users.count(one))).toList();
    }

    private static int width() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[1-9]\\d{1,3}")
                ? Math.min(MAX_COLUMNS, Integer.parseInt(columns) - 1)
                : USUAL_COLUMNS;
    }

    private int conclude(RunRecorder recorder, List<PlatformResult> results, DemoStory story) {
        PrintWriter out = spec.commandLine().getOut();
        out.println();
        story.table(results).forEach(out::println);
        boolean good =
                results.stream().allMatch(PlatformResult::good)
                        && story.findings().stream().allMatch(Timeline.Finding::good);
        out.println();
        story.findings().forEach(finding -> out.println(finding.text() + "."));
        out.println(
                good
                        ? "Nothing was lost, and no token ever had two pollers."
                        : "FAILED: a message was lost, or a token had two pollers at once.");
        List<Timeline.Finding> findings = new ArrayList<>(findings(results));
        findings.addAll(story.findings());
        boolean written = writePage(recorder, findings, good);
        out.flush();
        return !good ? FAILED : written ? 0 : CANNOT_WRITE;
    }

    private static List<Timeline.Finding> findings(List<PlatformResult> results) {
        return results.stream().map(PlatformResult::finding).toList();
    }

    /** Writes the page, above all if something went wrong. */
    private boolean writePage(RunRecorder recorder, List<Timeline.Finding> findings, boolean good) {
        Timeline seen =
                hosts == 1
                        ? recorder.timeline(TITLE, ABOUT)
                        : recorder.timeline(HostsScript.TITLE, HostsScript.ABOUT);
        Path file = report.toAbsolutePath().normalize();
        try {
            TimelinePage.write(file, "Gateway demo", List.of(seen.concluded(good, findings)));
            spec.commandLine().getOut().println("Timeline: " + file);
            return true;
        } catch (IOException e) {
            spec.commandLine()
                    .getErr()
                    .println("Cannot write " + file + ": " + e + ". Name another: --report FILE");
            return false;
        }
    }
}
