package dev.gateway.postgres.membership;

import dev.gateway.core.session.SessionId;
import dev.gateway.postgres.notice.Notice;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who want to know of changes. One that throws is logged and does not keep the others. */
final class Listeners {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<Runnable> onChange = new CopyOnWriteArrayList<>();
    private final List<Consumer<SessionId>> onRegistration = new CopyOnWriteArrayList<>();
    private final List<Consumer<Notice>> onNotice = new CopyOnWriteArrayList<>();
    private final List<Runnable> onReachable = new CopyOnWriteArrayList<>();

    void onChange(Runnable listener) {
        onChange.add(listener);
    }

    void onRegistration(Consumer<SessionId> listener) {
        onRegistration.add(listener);
    }

    void onNotice(Consumer<Notice> listener) {
        onNotice.add(listener);
    }

    void onReachable(Runnable listener) {
        onReachable.add(listener);
    }

    void changed() {
        onChange.forEach(Listeners::run);
    }

    void registered(SessionId registration) {
        onRegistration.forEach(each -> run(() -> each.accept(registration)));
    }

    void heard(Notice notice) {
        onNotice.forEach(each -> run(() -> each.accept(notice)));
    }

    void reachable() {
        onReachable.forEach(Listeners::run);
    }

    private static void run(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException | Error e) { // NOPMD: the others must be told as well
            LOG.error("A listener of the cluster failed", e);
        }
    }
}
