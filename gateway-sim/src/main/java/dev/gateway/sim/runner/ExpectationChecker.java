package dev.gateway.sim.runner;

import dev.gateway.core.time.Deadline;
import dev.gateway.sim.hosts.LeaseHolder;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.HomeProcessFinder;
import dev.gateway.sim.scenario.Expectation;
import dev.gateway.sim.scenario.ScenarioWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The checks of all expectations; each waits as long as its expectation allows. */
final class ExpectationChecker {

    private static final long PAUSE_MILLIS = 5;

    private final ScenarioEnvironment environment;
    private final ChatObserver observer;
    private final List<ExpectationResult> results = new ArrayList<>();
    private final Map<Class<? extends Expectation>, Check<Expectation>> checks = new HashMap<>();

    ExpectationChecker(ScenarioEnvironment environment) {
        this.environment = environment;
        observer = new ChatObserver(environment);
        on(Expectation.State.class, one -> eventually(one.within(), () -> state(one)));
        on(Expectation.Gateways.class, one -> eventually(one.within(), () -> gateways(one)));
        on(Expectation.Holder.class, one -> eventually(one.within(), () -> holder(one)));
        on(Expectation.Lease.class, one -> eventually(one.within(), () -> lease(one)));
        on(Expectation.Pollers.class, this::pollers);
        on(
                Expectation.Answered.class,
                one -> eventually(one.within(), () -> observer.answered(one)));
        on(Expectation.Lost.class, this::lost);
        on(Expectation.Duplicated.class, observer::duplicated);
        on(Expectation.Exit.class, one -> eventually(one.within(), () -> exit(one)));
        on(Expectation.Gap.class, one -> eventually(one.within(), () -> observer.gap(one)));
        on(Expectation.Log.class, this::log);
        on(Expectation.Printed.class, this::printed);
        on(Expectation.FileThere.class, one -> eventually(one.within(), () -> file(one)));
        on(Expectation.Alive.class, one -> eventually(one.within(), () -> alive(one)));
        on(Expectation.NoSecrets.class, one -> new SecretLeakCheck(environment).none());
    }

    @SuppressWarnings("unchecked") // the map is only filled here, with the class as the key
    private <E extends Expectation> void on(Class<E> type, Check<E> check) {
        checks.put(type, (Check<Expectation>) check);
    }

    /** Returns whether there is a check for expectations of this type. */
    boolean supports(Class<?> type) {
        return checks.containsKey(type);
    }

    /** Checks an expectation and records the result. */
    ExpectationResult check(Expectation expectation) throws InterruptedException {
        String expected = ScenarioWriter.word((Record) expectation);
        Observation observation;
        try {
            observation = checks.get(expectation.getClass()).at(expectation);
        } catch (ExpectationFailedException e) {
            observation = new Observation(false, e.getMessage());
        }
        ExpectationResult result =
                new ExpectationResult(expected, observation.satisfied(), observation.description());
        results.add(result);
        return result;
    }

    /**
     * Checks an expectation that the scenario cannot go on without.
     *
     * @throws ExpectationFailedException if it is not satisfied
     */
    void require(Expectation expectation) throws InterruptedException {
        ExpectationResult result = check(expectation);
        if (!result.satisfied()) {
            throw new ExpectationFailedException("not so: " + result.line());
        }
    }

    List<ExpectationResult> results() {
        return List.copyOf(results);
    }

    /**
     * Waits until every message that was said so far is answered.
     *
     * @throws ExpectationFailedException if that takes longer
     */
    void awaitAnswers(Duration within) throws InterruptedException {
        long now = System.nanoTime();
        Observation observation = eventually(within, () -> observer.answeredOfBefore(now));
        if (!observation.satisfied()) {
            throw new ExpectationFailedException(
                    observation.description() + " after " + within.toMillis() + " ms");
        }
    }

    private static Observation eventually(Duration within, Supplier<Observation> check)
            throws InterruptedException {
        Deadline deadline = Deadline.after(within);
        Observation observation = check.get();
        while (!observation.satisfied() && !deadline.isExpired()) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            observation = check.get();
        }
        return observation;
    }

    private Observation state(Expectation.State wanted) {
        var dir = environment.home(wanted.home()).dir();
        OptionalLong holder = dir.lockHolder();
        var state = dir.state();
        String is = state.map(one -> one.path("state").asText()).orElse("unknown");
        // The last state of a dead gateway is not the state of a live one.
        boolean own =
                holder.isPresent()
                        ? state.filter(one -> one.path("pid").asLong() == holder.getAsLong())
                                .isPresent()
                        : !is.equals("running");
        String who = holder.isPresent() ? "PID " + holder.getAsLong() : "nobody";
        return new Observation(
                own && is.equals(wanted.is()), "state " + is + ", lock held by " + who);
    }

    private Observation gateways(Expectation.Gateways wanted) {
        Set<Long> alive = new HashSet<>();
        environment.processes().stream()
                .filter(process -> process.home().filter(wanted.home()::equals).isPresent())
                .filter(ScenarioProcess::alive)
                .forEach(process -> alive.add(process.pid()));
        var dir = environment.home(wanted.home()).dir();
        dir.lockHolder().ifPresent(alive::add);
        alive.addAll(HomeProcessFinder.of(environment.workspace().scope(), dir.path()));
        return new Observation(alive.size() == wanted.alive(), alive.size() + " alive " + alive);
    }

    private Observation holder(Expectation.Holder wanted) {
        OptionalLong holder = environment.home(wanted.home()).dir().lockHolder();
        boolean nobody = wanted.is().equals("nobody");
        boolean satisfied =
                nobody
                        ? holder.isEmpty()
                        : holder.isPresent()
                                && environment.group(wanted.is()).stream()
                                        .anyMatch(one -> one.pid() == holder.getAsLong());
        return new Observation(
                satisfied,
                "held by " + (holder.isPresent() ? "PID " + holder.getAsLong() : "nobody"));
    }

    private Observation lease(Expectation.Lease wanted) {
        Optional<String> host =
                Optional.ofNullable(environment.database().holders().get(wanted.of()))
                        .map(LeaseHolder::host);
        boolean satisfied =
                host.isPresent()
                        && wanted.is().filter(is -> !host.get().equals(is)).isEmpty()
                        && wanted.not().filter(host.get()::equals).isEmpty();
        return new Observation(satisfied, host.map(one -> one + " has it").orElse("free"));
    }

    /**
     * Checks the number of pollers. An upper bound cannot be waited for; reaching a lower bound may
     * take a while.
     */
    private Observation pollers(Expectation.Pollers wanted) throws InterruptedException {
        return wanted.least().isPresent()
                ? eventually(wanted.within(), () -> observer.pollers(wanted))
                : observer.pollers(wanted);
    }

    private Observation lost(Expectation.Lost wanted) throws InterruptedException {
        // An expected loss needs the whole time as well: an answer may still come.
        eventually(wanted.within(), () -> observer.lost(wanted.platform(), 0, 0));
        return observer.lost(wanted.platform(), wanted.most(), wanted.least());
    }

    private Observation exit(Expectation.Exit wanted) {
        List<ScenarioProcess> group = environment.group(wanted.of());
        List<Integer> codes =
                group.stream()
                        .map(ScenarioProcess::exit)
                        .flatMap(Optional::stream)
                        .sorted()
                        .toList();
        int running = group.size() - codes.size();
        boolean satisfied =
                running == wanted.running() && codes.stream().allMatch(wanted.code()::allow);
        return new Observation(satisfied, "exit codes " + codes + ", " + running + " running");
    }

    private Observation log(Expectation.Log wanted) throws InterruptedException {
        return line(
                wanted.line(),
                wanted.present(),
                wanted.within(),
                () -> environment.home(wanted.home()).dir().log());
    }

    private Observation printed(Expectation.Printed wanted) throws InterruptedException {
        return line(
                wanted.line(),
                wanted.present(),
                wanted.within(),
                () ->
                        environment.group(wanted.of()).stream()
                                .flatMap(process -> process.printed().stream())
                                .toList());
    }

    /**
     * Checks a line of output. A line that must be absent is searched once: it would be there by
     * now.
     */
    private static Observation line(
            String regex, boolean present, Duration within, Supplier<List<String>> lines)
            throws InterruptedException {
        Pattern wanted = Pattern.compile(regex);
        Supplier<Observation> check =
                () -> {
                    Optional<String> found =
                            lines.get().stream()
                                    .filter(line -> wanted.matcher(line).find())
                                    .findFirst();
                    return new Observation(
                            found.isPresent() == present, found.orElse("no such line"));
                };
        return present ? eventually(within, check) : check.get();
    }

    private Observation file(Expectation.FileThere wanted) {
        boolean there =
                Files.exists(
                        environment.home(wanted.home()).dir().path().resolve(wanted.name()),
                        LinkOption.NOFOLLOW_LINKS);
        return new Observation(
                there == wanted.present(), there ? "it is there" : "it is not there");
    }

    private Observation alive(Expectation.Alive wanted) {
        boolean alive = environment.process(wanted.of()).alive();
        return new Observation(alive == wanted.is(), alive ? "it runs" : "it does not run");
    }

    /** The check of one type of expectation. */
    private interface Check<E> {
        Observation at(E expectation) throws InterruptedException;
    }
}
