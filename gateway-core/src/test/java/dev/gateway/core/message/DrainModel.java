package dev.gateway.core.message;

import dev.gateway.core.concurrent.InFlightTracker;
import dev.gateway.core.concurrent.InterruptibleSection;
import dev.gateway.core.concurrent.InterruptibleSection.Completion;
import java.util.List;
import java.util.function.Supplier;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;

/**
 * Model check of the orders in which a message can be claimed, begun, handled, stored and drained,
 * under a scheduler that picks the next thread after each step: {@code DrainModel INVOCATIONS}. The
 * steps are those of production, {@link InFlightTracker} and {@link InterruptibleSection}; the
 * journal is one line here. Prints whether each story held, with each kind of tracker, and the
 * order in which it did not.
 *
 * <p>The tracker has to be created by {@code new} where the scheduler's instrumentation sees it:
 * {@code InFlightTracker::new} would hide it, and each story would hold.
 */
final class DrainModel {

    /**
     * The number of warm-ups that instrument the classes on a busy machine: each attempt gets half
     * a minute.
     */
    private static final int WARM_UPS = 20;

    private final InFlightTracker<InterruptibleSection> inFlight;
    private boolean claimed;
    private int attempts;
    private int stored;
    private boolean over;
    private boolean running;
    private String wrong;

    private DrainModel(InFlightTracker<InterruptibleSection> inFlight) {
        this.inFlight = inFlight;
    }

    public static void main(String[] arguments) {
        int invocations = Integer.parseInt(arguments[0]);
        warmUp();
        for (Story story : Story.values()) {
            for (Kind kind : Kind.values()) {
                System.out.println(story + " " + kind + " " + verdict(story, kind, invocations));
            }
        }
    }

    private static String verdict(Story story, Kind kind, int invocations) {
        try {
            Lincheck.runConcurrentTest(
                    invocations, () -> new DrainModel(kind.shift.get()).play(story));
            return "held";
        } catch (LincheckAssertionError e) {
            return "broken\n" + e.getMessage();
        }
    }

    /** Runs one thread alone, so that only the instrumentation can hang. */
    private static void warmUp() {
        LincheckAssertionError last = null;
        for (int i = 0; i < WARM_UPS; i++) {
            try {
                Lincheck.runConcurrentTest(
                        1,
                        () -> {
                            var model = new DrainModel(new InFlightTracker<>());
                            model.work();
                            model.drain(Story.HURRIED);
                        });
                return;
            } catch (LincheckAssertionError e) {
                last = e;
            }
        }
        throw last;
    }

    private void play(Story story) {
        Thread worker = new Thread(() -> work());
        worker.start();
        drain(story);
        try {
            worker.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        judge();
    }

    /** Does the work of the dispatcher and a pool thread with a message. */
    private void work() {
        claim();
        var section = new InterruptibleSection();
        if (!inFlight.tryStart(section)) {
            release();
            return;
        }
        if (section.enter()) {
            handle();
            if (section.leave() == Completion.NORMAL) {
                store();
            }
            if (Thread.currentThread().isInterrupted()) {
                complain("the thread was interrupted after it had left the handler");
            }
        }
        inFlight.finish(section);
    }

    /** Does the work of the dispatcher when the gateway stops. */
    private void drain(Story story) {
        inFlight.close();
        while (story == Story.PATIENT && inFlight.inFlight().size() > 0) {
            Thread.onSpinWait();
        }
        List<InterruptibleSection> left = inFlight.inFlight();
        for (InterruptibleSection section : left) {
            section.end(Completion.RELEASED);
            release();
        }
        drained();
    }

    private synchronized void claim() {
        claimed = true;
        attempts++;
    }

    /** Releases the claim; like the journal, ignores a claim that is over. */
    private synchronized void release() {
        if (claimed) {
            claimed = false;
            attempts--;
        }
    }

    /** Stores the answer; like the journal, ignores a claim that was released. */
    private synchronized void store() {
        if (claimed) {
            claimed = false;
            stored++;
        }
    }

    private void handle() {
        enter();
        leave();
    }

    private synchronized void enter() {
        running = true;
        if (over && !Thread.currentThread().isInterrupted()) {
            complain("a handler begins after the drain and is not told");
        }
    }

    private synchronized void leave() {
        running = false;
    }

    private synchronized void drained() {
        over = true;
        if (running && inFlight.inFlight().size() == 0) {
            complain("the drain is over and a handler works");
        }
    }

    private synchronized void complain(String words) {
        wrong = words;
    }

    private void judge() {
        if (wrong == null && claimed) {
            wrong = "the message is with nobody";
        }
        if (wrong == null && attempts != stored) {
            wrong = "stored " + stored + " times after " + attempts + " attempts";
        }
        if (wrong != null) {
            throw new AssertionError(wrong);
        }
    }

    /** The course of the drain. */
    enum Story {
        /** There is time: it waits for work in progress. */
        PATIENT,
        /** There is none: work in progress is released. */
        HURRIED
    }

    /** The production class, and variants with defects that must be found. */
    enum Kind {
        AS_IT_IS(() -> new InFlightTracker<>()),
        CHECK_THEN_ACT(() -> new CheckThenAct()),
        NOTED_LATE(() -> new NotedLate());

        private final Supplier<InFlightTracker<InterruptibleSection>> shift;

        Kind(Supplier<InFlightTracker<InterruptibleSection>> shift) {
            this.shift = shift;
        }
    }

    /** Checks for the end in one step and begins in another. */
    private static final class CheckThenAct extends InFlightTracker<InterruptibleSection> {

        private final InFlightTracker<InterruptibleSection> endless = new InFlightTracker<>();

        @Override
        public boolean tryStart(InterruptibleSection section) {
            return !isClosed() && endless.tryStart(section);
        }

        @Override
        public boolean finish(InterruptibleSection section) {
            return endless.finish(section);
        }

        @Override
        public List<InterruptibleSection> inFlight() {
            return endless.inFlight();
        }
    }

    /** Begins in one step and registers it in another. */
    private static final class NotedLate extends InFlightTracker<InterruptibleSection> {

        private final InFlightTracker<InterruptibleSection> endless = new InFlightTracker<>();

        @Override
        public boolean tryStart(InterruptibleSection section) {
            boolean allowed = super.tryStart(section);
            super.finish(section);
            return allowed && endless.tryStart(section);
        }

        @Override
        public boolean finish(InterruptibleSection section) {
            return endless.finish(section);
        }

        @Override
        public List<InterruptibleSection> inFlight() {
            return endless.inFlight();
        }
    }
}
