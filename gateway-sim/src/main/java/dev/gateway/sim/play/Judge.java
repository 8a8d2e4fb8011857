package dev.gateway.sim.play;

import dev.gateway.sim.process.ExpectationFailed;
import dev.gateway.sim.process.HomeProcesses;
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

/** Says of each expectation whether it holds, after waiting for it as long as it allows. */
final class Judge {

    private static final long PAUSE_MILLIS = 5;

    private final Cast cast;
    private final Chat chat;
    private final List<Verdict> verdicts = new ArrayList<>();
    private final Map<Class<? extends Expectation>, Looks<Expectation>> looks = new HashMap<>();

    Judge(Cast cast) {
        this.cast = cast;
        chat = new Chat(cast);
        on(Expectation.State.class, one -> eventually(one.within(), () -> state(one)));
        on(Expectation.Gateways.class, one -> eventually(one.within(), () -> gateways(one)));
        on(Expectation.Holder.class, one -> eventually(one.within(), () -> holder(one)));
        on(Expectation.Pollers.class, this::pollers);
        on(Expectation.Answered.class, one -> eventually(one.within(), () -> chat.answered(one)));
        on(Expectation.Lost.class, this::lost);
        on(Expectation.Duplicated.class, chat::duplicated);
        on(Expectation.Exit.class, one -> eventually(one.within(), () -> exit(one)));
        on(Expectation.Gap.class, one -> eventually(one.within(), () -> chat.gap(one)));
        on(Expectation.Log.class, this::log);
        on(Expectation.Printed.class, this::printed);
        on(Expectation.FileThere.class, one -> eventually(one.within(), () -> file(one)));
        on(Expectation.Alive.class, one -> eventually(one.within(), () -> alive(one)));
        on(Expectation.NoSecrets.class, one -> new Leaks(cast).none());
    }

    @SuppressWarnings("unchecked") // the map is only filled here, with the class as the key
    private <E extends Expectation> void on(Class<E> type, Looks<E> look) {
        looks.put(type, (Looks<Expectation>) look);
    }

    /** Whether there is a way to judge expectations of this type. */
    boolean can(Class<?> type) {
        return looks.containsKey(type);
    }

    /** Judges it and notes the verdict. */
    Verdict judge(Expectation expectation) throws InterruptedException {
        String expected = ScenarioWriter.word((Record) expectation);
        Seen seen;
        try {
            seen = looks.get(expectation.getClass()).at(expectation);
        } catch (ExpectationFailed e) {
            seen = new Seen(false, e.getMessage());
        }
        Verdict verdict = new Verdict(expected, seen.so(), seen.what());
        verdicts.add(verdict);
        return verdict;
    }

    /**
     * Judges it in the middle of the story, which does not go on without it.
     *
     * @throws ExpectationFailed if it does not hold
     */
    void demand(Expectation expectation) throws InterruptedException {
        Verdict verdict = judge(expectation);
        if (!verdict.held()) {
            throw new ExpectationFailed("not so: " + verdict.line());
        }
    }

    List<Verdict> verdicts() {
        return List.copyOf(verdicts);
    }

    /**
     * Waits until all that was said is answered.
     *
     * @throws ExpectationFailed if that takes longer
     */
    void awaitAnswers(Duration within) throws InterruptedException {
        Seen seen = eventually(within, () -> chat.lost(Optional.empty(), 0, 0));
        if (!seen.so()) {
            throw new ExpectationFailed(seen.what() + " after " + within.toMillis() + " ms");
        }
    }

    private static Seen eventually(Duration within, Supplier<Seen> look)
            throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        Seen seen = look.get();
        while (!seen.so() && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            seen = look.get();
        }
        return seen;
    }

    private Seen state(Expectation.State wanted) {
        var dir = cast.place(wanted.home()).dir();
        OptionalLong holder = dir.lockHolder();
        var state = dir.state();
        String is = state.map(one -> one.path("state").asText()).orElse("unknown");
        // What a dead gateway said last is not the state of a live one.
        boolean own =
                holder.isPresent()
                        ? state.filter(one -> one.path("pid").asLong() == holder.getAsLong())
                                .isPresent()
                        : !is.equals("running");
        String who = holder.isPresent() ? "PID " + holder.getAsLong() : "nobody";
        return new Seen(own && is.equals(wanted.is()), "state " + is + ", lock held by " + who);
    }

    private Seen gateways(Expectation.Gateways wanted) {
        Set<Long> alive = new HashSet<>();
        cast.actors().stream()
                .filter(actor -> actor.home().filter(wanted.home()::equals).isPresent())
                .filter(Actor::alive)
                .forEach(actor -> alive.add(actor.pid()));
        var dir = cast.place(wanted.home()).dir();
        dir.lockHolder().ifPresent(alive::add);
        alive.addAll(HomeProcesses.of(cast.stage().scope(), dir.path()));
        return new Seen(alive.size() == wanted.alive(), alive.size() + " alive " + alive);
    }

    private Seen holder(Expectation.Holder wanted) {
        OptionalLong holder = cast.place(wanted.home()).dir().lockHolder();
        boolean nobody = wanted.is().equals("nobody");
        boolean so =
                nobody
                        ? holder.isEmpty()
                        : holder.isPresent()
                                && cast.group(wanted.is()).stream()
                                        .anyMatch(one -> one.pid() == holder.getAsLong());
        return new Seen(
                so, "held by " + (holder.isPresent() ? "PID " + holder.getAsLong() : "nobody"));
    }

    /** What must never be cannot be waited for; what is to be shown may take a while. */
    private Seen pollers(Expectation.Pollers wanted) throws InterruptedException {
        return wanted.least().isPresent()
                ? eventually(wanted.within(), () -> chat.pollers(wanted))
                : chat.pollers(wanted);
    }

    private Seen lost(Expectation.Lost wanted) throws InterruptedException {
        // Whoever expects a loss has to wait all the same: an answer may still come.
        eventually(wanted.within(), () -> chat.lost(wanted.platform(), 0, 0));
        return chat.lost(wanted.platform(), wanted.most(), wanted.least());
    }

    private Seen exit(Expectation.Exit wanted) {
        List<Actor> group = cast.group(wanted.of());
        List<Integer> codes =
                group.stream().map(Actor::exit).flatMap(Optional::stream).sorted().toList();
        int running = group.size() - codes.size();
        boolean so = running == wanted.running() && codes.stream().allMatch(wanted.code()::allow);
        return new Seen(so, "exit codes " + codes + ", " + running + " running");
    }

    private Seen log(Expectation.Log wanted) throws InterruptedException {
        return line(
                wanted.line(),
                wanted.present(),
                wanted.within(),
                () -> cast.place(wanted.home()).dir().log());
    }

    private Seen printed(Expectation.Printed wanted) throws InterruptedException {
        return line(
                wanted.line(),
                wanted.present(),
                wanted.within(),
                () ->
                        cast.group(wanted.of()).stream()
                                .flatMap(actor -> actor.printed().stream())
                                .toList());
    }

    /** A line that must not be there is looked for once: it would have to be there by now. */
    private static Seen line(
            String regex, boolean present, Duration within, Supplier<List<String>> lines)
            throws InterruptedException {
        Pattern wanted = Pattern.compile(regex);
        Supplier<Seen> look =
                () -> {
                    Optional<String> found =
                            lines.get().stream()
                                    .filter(line -> wanted.matcher(line).find())
                                    .findFirst();
                    return new Seen(found.isPresent() == present, found.orElse("no such line"));
                };
        return present ? eventually(within, look) : look.get();
    }

    private Seen file(Expectation.FileThere wanted) {
        boolean there =
                Files.exists(
                        cast.place(wanted.home()).dir().path().resolve(wanted.name()),
                        LinkOption.NOFOLLOW_LINKS);
        return new Seen(there == wanted.present(), there ? "it is there" : "it is not there");
    }

    private Seen alive(Expectation.Alive wanted) {
        boolean alive = cast.actor(wanted.of()).alive();
        return new Seen(alive == wanted.is(), alive ? "it runs" : "it does not run");
    }

    /** A way to judge one kind of expectation. */
    private interface Looks<E> {
        Seen at(E expectation) throws InterruptedException;
    }
}
