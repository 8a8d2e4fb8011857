package dev.gateway.core.process;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Remembers which signals were sent; what they do is up to the test. */
public final class FakeProcessSignals implements ProcessSignals {

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private volatile Predicate<ProcessIdentity> onTerminate = process -> true;
    private volatile Predicate<ProcessIdentity> onKill = process -> true;

    /** What SIGTERM does, and whether it could be sent. */
    public FakeProcessSignals onTerminate(Predicate<ProcessIdentity> effect) {
        onTerminate = effect;
        return this;
    }

    /** What SIGKILL does, and whether it could be sent. */
    public FakeProcessSignals onKill(Predicate<ProcessIdentity> effect) {
        onKill = effect;
        return this;
    }

    /** As {@code TERM 4711}, in order. */
    public List<String> sent() {
        return List.copyOf(sent);
    }

    @Override
    public boolean terminate(ProcessIdentity process) {
        sent.add("TERM " + process.pid());
        return onTerminate.test(process);
    }

    @Override
    public boolean sendSighup(ProcessIdentity process) {
        sent.add("HUP " + process.pid());
        return true;
    }

    @Override
    public boolean kill(ProcessIdentity process) {
        sent.add("KILL " + process.pid());
        return onKill.test(process);
    }
}
