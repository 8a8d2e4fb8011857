package dev.gateway.sim.play;

import dev.gateway.sim.chat.Chatter;
import dev.gateway.sim.process.ExpectationFailed;
import dev.gateway.sim.process.KernelProcess;
import dev.gateway.sim.process.Result;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.scenario.Step;
import dev.gateway.sim.stage.Await;
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

/** Does each step of a scenario. Throws {@link ExpectationFailed} if it cannot be done in time. */
final class StepPlayer {

    private static final Pattern PID_OF = Pattern.compile("\\{pid:([^}]+)}");
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(10);
    private static final List<String> PEOPLE = List.of("mama", "papa");

    private final Cast cast;
    private final Judge judge;
    private final Random random;
    private final Map<Class<? extends Step>, Does<Step>> does = new HashMap<>();

    StepPlayer(Cast cast, Judge judge, Random random) {
        this.cast = cast;
        this.judge = judge;
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
        on(Step.AwaitAnswers.class, step -> judge.awaitAnswers(step.within()));
        on(Step.Wait.class, this::pause);
        on(Step.Send.class, step -> signal(step.name(), step.to()));
        on(Step.Kill.class, step -> signal(Signal.KILL, step.of()));
        on(Step.Freeze.class, step -> signal(Signal.STOP, step.of()));
        on(Step.Thaw.class, step -> signal(Signal.CONT, step.of()));
        on(Step.MakeZombie.class, this::zombie);
        on(Step.Bystander.class, this::bystander);
        on(Step.DamageFile.class, this::damage);
        on(Step.WriteFile.class, this::write);
        on(Step.Repair.class, step -> cast.originals().restore(file(step.home(), step.file())));
        on(Step.Say.class, this::say);
        on(Step.Chat.class, this::chat);
        on(Step.Hush.class, step -> hush());
        on(Step.Break.class, this::cut);
        on(Step.Heal.class, this::heal);
        on(Step.SetFault.class, this::fault);
        on(Step.SlowRelease.class, this::slowRelease);
        on(Step.Revoke.class, this::revoke);
        on(Step.Expect.class, this::expect);
    }

    @SuppressWarnings("unchecked") // the map is only filled here, with the class as the key
    private <S extends Step> void on(Class<S> type, Does<S> what) {
        does.put(type, (Does<Step>) what);
    }

    /** Whether there is a way to do steps of this type. */
    boolean can(Class<?> type) {
        return does.containsKey(type);
    }

    void play(Step step) throws InterruptedException {
        does.get(step.getClass()).it(step);
    }

    private void command(String word, Step.Command step) throws InterruptedException {
        Place place = cast.place(step.home());
        String[] line = place.line(word, step.arguments());
        if (step.as().isPresent()) {
            for (String name : names(step.as().get(), step.times())) {
                RunningProcess started = place.command().start(line);
                cast.add(Actor.of(name, Optional.of(step.home()), started));
            }
            return;
        }
        for (int i = 0; i < step.times(); i++) {
            Result result = place.command().run(step.within(), line);
            cast.printed(result);
            if (!step.exit().allow(result.exit())) {
                throw new ExpectationFailed("exit code " + step.exit() + " expected of " + result);
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
        Place place = cast.place(step.home());
        String[] line = place.line("run", step.arguments());
        for (String name : names(step.as(), step.times())) {
            cast.add(
                    step.unreaped()
                            ? Actor.of(name, step.home(), place.command().startUnreaped(line))
                            : Actor.of(
                                    name, Optional.of(step.home()), place.command().start(line)));
        }
    }

    private void replace(Step.Replace step) {
        Place place = cast.place(step.home());
        List<String> more = new java.util.ArrayList<>(List.of("--replace"));
        more.addAll(step.arguments());
        for (String name : names(step.as(), step.times())) {
            RunningProcess started = place.command().start(place.line("run", more));
            cast.add(Actor.of(name, Optional.of(step.home()), started));
        }
    }

    private void awaitState(Step.AwaitState step) throws InterruptedException {
        cast.place(step.home()).dir().awaitState(step.state(), step.within());
    }

    private void awaitLine(Step.AwaitLine step) throws InterruptedException {
        if (step.of().isPresent()) {
            cast.actor(step.of().get()).process().awaitLine(step.line(), step.within());
            return;
        }
        Pattern wanted = Pattern.compile(step.line());
        Await.until(
                () ->
                        cast.place(step.home()).dir().log().stream()
                                .anyMatch(line -> wanted.matcher(line).find()),
                step.within(),
                "line \"" + step.line() + "\" in the log");
    }

    private void awaitEnd(Step.AwaitEnd step) throws InterruptedException {
        long deadline = System.nanoTime() + step.within().toNanos();
        for (Actor actor : cast.group(step.of())) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            int code = actor.process().awaitExit(left);
            if (!step.exit().allow(code)) {
                throw new ExpectationFailed(
                        "%s ended with %d, not %s:%n%s"
                                .formatted(
                                        actor.name(),
                                        code,
                                        step.exit(),
                                        String.join("\n", actor.printed())));
            }
        }
    }

    private void awaitPoll(Step.AwaitPoll step) throws InterruptedException {
        long before = System.nanoTime();
        Await.until(
                () ->
                        cast.platform(step.platform()).referee().polls().stream()
                                .anyMatch(
                                        poll ->
                                                poll.endNanos().isEmpty()
                                                        || poll.startNanos() > before),
                step.within(),
                "poll of " + step.platform());
    }

    private void awaitIdle(Step.AwaitIdle step) throws InterruptedException {
        Await.until(
                () -> cast.place(step.home()).dir().isIdle(),
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
        long pid = cast.pid(name);
        cast.watch().mark(pid, "SIG" + signal);
        send(signal, pid);
        if (signal == Signal.KILL || signal == Signal.STOP) {
            // The kernel takes a moment; the next step is to find it done.
            boolean kill = signal == Signal.KILL;
            Await.until(
                    () -> kill ? gone(pid) : gone(pid) || isFrozen(pid),
                    SIGNAL_LIMIT,
                    "effect of SIG" + signal + " on PID " + pid);
        }
    }

    private static void send(Signal signal, long pid) throws InterruptedException {
        try {
            Process kill =
                    new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!kill.waitFor(SIGNAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                kill.destroyForcibly();
                throw new ExpectationFailed("kill -" + signal + " " + pid + " hangs");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean gone(long pid) {
        return KernelProcess.of(pid).filter(KernelProcess::isAlive).isEmpty();
    }

    private static boolean isFrozen(long pid) {
        return KernelProcess.of(pid).filter(KernelProcess::isStopped).isPresent();
    }

    private void zombie(Step.MakeZombie step) throws InterruptedException {
        Actor actor = cast.actor(step.of());
        var unreaped =
                actor.unreaped()
                        .orElseThrow(
                                () ->
                                        new ExpectationFailed(
                                                step.of() + " was not run with unreaped: true"));
        cast.watch().mark(unreaped.pid(), "SIGKILL");
        unreaped.kill(Signal.KILL);
        unreaped.awaitZombie(step.within());
    }

    private void bystander(Step.Bystander step) {
        RunningProcess sleeper = cast.stage().scope().start("sleep", "86400");
        cast.add(Actor.of(step.as(), Optional.empty(), sleeper));
    }

    private void damage(Step.DamageFile step) {
        Path file = file(step.home(), step.file());
        cast.originals().keep(file);
        try {
            step.how().to(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot damage " + file, e);
        }
    }

    private void write(Step.WriteFile step) throws InterruptedException {
        String text = withPids(step.text());
        Path file = file(step.home(), step.file());
        cast.originals().keep(file);
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
            names.appendReplacement(with, Long.toString(cast.pid(names.group(1))));
        }
        return names.appendTail(with).toString();
    }

    private Path file(String home, String name) {
        return cast.place(home).dir().path().resolve(name);
    }

    private void say(Step.Say step) {
        List<String> names =
                step.platform().map(List::of).orElse(List.copyOf(cast.platforms().keySet()));
        for (String platform : names) {
            for (int i = 1; i <= step.times(); i++) {
                String text = step.times() == 1 ? step.text() : step.text() + " <" + i + ">";
                cast.user(platform, step.by()).says(text);
            }
        }
    }

    private void chat(Step.Chat step) {
        List<String> people = step.people().isEmpty() ? PEOPLE : step.people();
        for (String platform : cast.platforms().keySet()) {
            people.forEach(
                    name ->
                            cast.chatters()
                                    .add(Chatter.start(cast.user(platform, name), step.every())));
        }
    }

    private void hush() throws InterruptedException {
        for (Chatter chatter : cast.chatters()) {
            chatter.stop();
        }
    }

    private void cut(Step.Break step) {
        cast.watch().trouble(step.platform(), "network broken");
        cast.platform(step.platform()).server().crash();
    }

    private void heal(Step.Heal step) {
        cast.watch().trouble(step.platform(), "network healed");
        cast.platform(step.platform()).server().faults().clear();
        cast.platform(step.platform()).server().listen();
    }

    private void fault(Step.SetFault step) {
        cast.watch().trouble(step.platform(), step.is().text());
        cast.platform(step.platform()).server().faults().add(step.is().rule());
    }

    private void slowRelease(Step.SlowRelease step) {
        List<String> names =
                step.platform().map(List::of).orElse(List.copyOf(cast.platforms().keySet()));
        for (String name : names) {
            if (cast.platform(name).releaseSlowly(step.time()).isPresent()) {
                cast.watch().trouble(name, "lets go slowly");
            }
        }
    }

    private void revoke(Step.Revoke step) {
        cast.watch().trouble(step.platform(), "token revoked");
        cast.platform(step.platform()).revoke(cast.token(step.platform()));
    }

    private void expect(Step.Expect step) throws InterruptedException {
        for (var expectation : step.all()) {
            judge.demand(expectation);
        }
    }

    /** A way to do one kind of step. */
    private interface Does<S> {
        void it(S step) throws InterruptedException;
    }
}
