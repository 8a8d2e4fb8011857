package dev.gateway.core.process;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A recorder of sent signals, whose effects the test defines. */
public final class FakeProcessSignals implements ProcessSignals {

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private volatile Predicate<ProcessIdentity> onTerminate = process -> true;
    private volatile Predicate<ProcessIdentity> onKill = process -> true;

    /** Sets the effect of SIGTERM, which returns whether it could be sent. */
    public FakeProcessSignals onTerminate(Predicate<ProcessIdentity> effect) {
        onTerminate = effect;
        return this;
    }

    /** Sets the effect of SIGKILL, which returns whether it could be sent. */
    public FakeProcessSignals onKill(Predicate<ProcessIdentity> effect) {
        onKill = effect;
        return this;
    }

    /** Returns the signals as {@code TERM 4711}, in order. */
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
