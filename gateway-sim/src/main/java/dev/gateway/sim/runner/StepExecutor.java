package dev.gateway.sim.runner;

import dev.gateway.core.time.Deadline;
import dev.gateway.sim.chat.ChatGenerator;
import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.ProcessStat;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.process.SignalSender;
import dev.gateway.sim.scenario.HostStep;
import dev.gateway.sim.scenario.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The actions of all steps. Throws {@link ExpectationFailedException} if a step cannot be done in
 * time.
 */
final class StepExecutor {

    private static final Pattern PID_OF = Pattern.compile("\\{pid:([^}]+)}");
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(10);
    private static final List<String> PEOPLE = List.of("mama", "papa");

    private final ScenarioEnvironment environment;
    private final ExpectationChecker checker;
    private final Random random;
    private final Map<Class<? extends Step>, StepAction<Step>> actions = new HashMap<>();

    StepExecutor(ScenarioEnvironment environment, ExpectationChecker checker, Random random) {
        this.environment = environment;
        this.checker = checker;
        this.random = random;
        on(Step.Start.class, step -> command("start", step));
        on(Step.Stop.class, step -> command("stop", step));
        on(Step.Restart.class, step -> command("restart", step));
        on(Step.Status.class, step -> command("status", step));
        on(Step.Call.class, step -> command("", step));
        on(Step.Run.class, this::run);
        on(Step.Replace.class, this::replace);
        on(Step.AwaitState.class, this::awaitState);
        on(Step.AwaitLine.class, this::awaitLine);
        on(Step.AwaitEnd.class, this::awaitEnd);
        on(Step.AwaitPoll.class, this::awaitPoll);
        on(Step.AwaitIdle.class, this::awaitIdle);
        on(Step.AwaitAnswers.class, step -> checker.awaitAnswers(step.within()));
        on(Step.Wait.class, this::pause);
        on(Step.Send.class, step -> signal(step.name(), step.to()));
        on(Step.Kill.class, step -> signal(Signal.KILL, step.of()));
        on(Step.Freeze.class, step -> signal(Signal.STOP, step.of()));
        on(Step.Thaw.class, step -> signal(Signal.CONT, step.of()));
        on(Step.MakeZombie.class, this::makeZombie);
        on(Step.Bystander.class, this::bystander);
        on(Step.DamageFile.class, this::damage);
        on(Step.WriteFile.class, this::write);
        on(
                Step.Repair.class,
                step -> environment.backups().restore(file(step.home(), step.file())));
        on(Step.Say.class, this::say);
        on(Step.Chat.class, this::chat);
        on(Step.Hush.class, step -> stopChat());
        on(Step.Break.class, this::breakPlatform);
        on(Step.Heal.class, this::restorePlatform);
        on(Step.SetFault.class, this::fault);
        on(Step.SlowRelease.class, this::slowRelease);
        on(Step.Revoke.class, this::revoke);
        on(Step.Expect.class, this::expect);
        HostActions hosts = new HostActions(environment);
        on(HostStep.Database.class, hosts::event);
        on(HostStep.Line.class, hosts::event);
    }

    @SuppressWarnings("unchecked") // the map is only filled here, with the class as the key
    private <S extends Step> void on(Class<S> type, StepAction<S> action) {
        actions.put(type, (StepAction<Step>) action);
    }

    /** Returns whether there is an action for steps of this type. */
    boolean supports(Class<?> type) {
        return actions.containsKey(type);
    }

    void execute(Step step) throws InterruptedException {
        actions.get(step.getClass()).execute(step);
    }

    private void command(String word, Step.Command step) throws InterruptedException {
        ScenarioHome home = environment.home(step.home());
        String[] line = home.line(word, step.arguments());
        if (step.as().isPresent()) {
            for (String name : names(step.as().get(), step.times())) {
                RunningProcess started = home.command().start(line);
                environment.add(ScenarioProcess.of(name, Optional.of(step.home()), started));
            }
            return;
        }
        for (int i = 0; i < step.times(); i++) {
            CommandResult result = home.command().run(step.within(), line);
            environment.printed(result);
            if (!step.exit().allow(result.exit())) {
                throw new ExpectationFailedException(
                        "exit code " + step.exit() + " expected of " + result);
            }
        }
    }

    private static List<String> names(String name, int times) {
        return times == 1
                ? List.of(name)
                : java.util.stream.IntStream.rangeClosed(1, times)
                        .mapToObj(number -> name + "-" + number)
                        .toList();
    }

    private void run(Step.Run step) throws InterruptedException {
        ScenarioHome home = environment.home(step.home());
        String[] line = home.line("run", step.arguments());
        for (String name : names(step.as(), step.times())) {
            environment.add(
                    step.unreaped()
                            ? ScenarioProcess.of(
                                    name, step.home(), home.command().startUnreaped(line))
                            : ScenarioProcess.of(
                                    name, Optional.of(step.home()), home.command().start(line)));
        }
    }

    private void replace(Step.Replace step) {
        ScenarioHome home = environment.home(step.home());
        List<String> more = new java.util.ArrayList<>(List.of("--replace"));
        more.addAll(step.arguments());
        for (String name : names(step.as(), step.times())) {
            RunningProcess started = home.command().start(home.line("run", more));
            environment.add(ScenarioProcess.of(name, Optional.of(step.home()), started));
        }
    }

    private void awaitState(Step.AwaitState step) throws InterruptedException {
        environment.home(step.home()).dir().awaitState(step.state(), step.within());
    }

    private void awaitLine(Step.AwaitLine step) throws InterruptedException {
        if (step.of().isPresent()) {
            environment.process(step.of().get()).process().awaitLine(step.line(), step.within());
            return;
        }
        Pattern wanted = Pattern.compile(step.line());
        Await.until(
                () ->
                        environment.home(step.home()).dir().log().stream()
                                .anyMatch(line -> wanted.matcher(line).find()),
                step.within(),
                "line \"" + step.line() + "\" in the log");
    }

    private void awaitEnd(Step.AwaitEnd step) throws InterruptedException {
        Deadline deadline = Deadline.after(step.within());
        for (ScenarioProcess process : environment.group(step.of())) {
            int code = process.process().awaitExit(deadline.remaining());
            if (!step.exit().allow(code)) {
                throw new ExpectationFailedException(
                        "%s ended with %d, not %s:%n%s"
                                .formatted(
                                        process.name(),
                                        code,
                                        step.exit(),
                                        String.join("\n", process.printed())));
            }
        }
    }

    private void awaitPoll(Step.AwaitPoll step) throws InterruptedException {
        long before = System.nanoTime();
        Await.until(
                () ->
                        environment.platform(step.platform()).referee().polls().stream()
                                .anyMatch(
                                        poll ->
                                                poll.endNanos().isEmpty()
                                                        || poll.startNanos() > before),
                step.within(),
                "poll of " + step.platform());
    }

    private void awaitIdle(Step.AwaitIdle step) throws InterruptedException {
        Await.until(
                () -> environment.home(step.home()).dir().isIdle(),
                step.within(),
                "end of the work of " + step.home());
    }

    private void pause(Step.Wait step) throws InterruptedException {
        long least = step.time().toNanos();
        long most = step.to().map(Duration::toNanos).orElse(least);
        long nanos = most > least ? random.nextLong(least, most) : least;
        TimeUnit.NANOSECONDS.sleep(nanos);
    }

    private void signal(Signal signal, String name) throws InterruptedException {
        long pid = environment.pid(name);
        environment.recorder().mark(pid, "SIG" + signal);
        SignalSender.send(signal, pid);
        if (signal == Signal.KILL || signal == Signal.STOP) {
            // The signal takes effect a moment later; the next step relies on the effect.
            boolean kill = signal == Signal.KILL;
            Await.until(
                    () -> kill ? gone(pid) : gone(pid) || isFrozen(pid),
                    SIGNAL_LIMIT,
                    "effect of SIG" + signal + " on PID " + pid);
        }
    }

    private static boolean gone(long pid) {
        return ProcessStat.of(pid).filter(ProcessStat::isAlive).isEmpty();
    }

    private static boolean isFrozen(long pid) {
        return ProcessStat.of(pid).filter(ProcessStat::isStopped).isPresent();
    }

    private void makeZombie(Step.MakeZombie step) throws InterruptedException {
        ScenarioProcess process = environment.process(step.of());
        var zombie =
                process.zombie()
                        .orElseThrow(
                                () ->
                                        new ExpectationFailedException(
                                                step.of() + " was not run with unreaped: true"));
        environment.recorder().mark(zombie.pid(), "SIGKILL");
        zombie.kill(Signal.KILL);
        zombie.awaitZombie(step.within());
    }

    private void bystander(Step.Bystander step) {
        RunningProcess sleeper = environment.workspace().scope().start("sleep", "86400");
        environment.add(ScenarioProcess.of(step.as(), Optional.empty(), sleeper));
    }

    private void damage(Step.DamageFile step) {
        Path file = file(step.home(), step.file());
        environment.backups().backUp(file);
        try {
            step.how().applyTo(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot damage " + file, e);
        }
    }

    private void write(Step.WriteFile step) throws InterruptedException {
        String text = withPids(step.text());
        Path file = file(step.home(), step.file());
        environment.backups().backUp(file);
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private String withPids(String text) throws InterruptedException {
        Matcher names = PID_OF.matcher(text);
        StringBuilder with = new StringBuilder();
        while (names.find()) {
            names.appendReplacement(with, Long.toString(environment.pid(names.group(1))));
        }
        return names.appendTail(with).toString();
    }

    private Path file(String home, String name) {
        return environment.home(home).dir().path().resolve(name);
    }

    private void say(Step.Say step) {
        List<String> names =
                step.platform().map(List::of).orElse(List.copyOf(environment.platforms().keySet()));
        for (String platform : names) {
            for (int i = 1; i <= step.times(); i++) {
                String text = step.times() == 1 ? step.text() : step.text() + " <" + i + ">";
                environment.user(platform, step.by()).says(text);
            }
        }
    }

    private void chat(Step.Chat step) {
        List<String> people = step.people().isEmpty() ? PEOPLE : step.people();
        for (String platform : environment.platforms().keySet()) {
            people.forEach(
                    name ->
                            environment
                                    .chatGenerators()
                                    .add(
                                            ChatGenerator.start(
                                                    environment.user(platform, name),
                                                    step.every())));
        }
    }

    private void stopChat() throws InterruptedException {
        for (ChatGenerator generator : environment.chatGenerators()) {
            generator.stop();
        }
    }

    private void breakPlatform(Step.Break step) {
        environment.recorder().platformFault(step.platform(), "network broken");
        environment.platform(step.platform()).server().crash();
    }

    private void restorePlatform(Step.Heal step) {
        environment.recorder().platformFault(step.platform(), "network healed");
        environment.platform(step.platform()).server().faults().clear();
        environment.platform(step.platform()).server().listen();
    }

    private void fault(Step.SetFault step) {
        environment.recorder().platformFault(step.platform(), step.is().text());
        environment.platform(step.platform()).server().faults().add(step.is().rule());
    }

    private void slowRelease(Step.SlowRelease step) {
        List<String> names =
                step.platform().map(List::of).orElse(List.copyOf(environment.platforms().keySet()));
        for (String name : names) {
            if (environment.platform(name).releaseSlowly(step.time()).isPresent()) {
                environment.recorder().platformFault(name, "lets go slowly");
            }
        }
    }

    private void revoke(Step.Revoke step) {
        environment.recorder().platformFault(step.platform(), "token revoked");
        environment.platform(step.platform()).revoke(environment.token(step.platform()));
    }

    private void expect(Step.Expect step) throws InterruptedException {
        for (var expectation : step.all()) {
            checker.require(expectation);
        }
    }

    /** The action of one type of step. */
    private interface StepAction<S> {
        void execute(S step) throws InterruptedException;
    }
}
