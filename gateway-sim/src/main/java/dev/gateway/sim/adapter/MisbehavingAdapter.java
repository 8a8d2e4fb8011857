package dev.gateway.sim.adapter;

import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.RemoteAttachment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** An adapter that delegates to another one but shuts down as badly as its options say. */
final class MisbehavingAdapter implements PlatformAdapter {

    private final PlatformAdapter inner;
    private final MisbehaviourOptions misbehaviour;
    private final String name;
    private final AtomicBoolean threadStarted = new AtomicBoolean();

    MisbehavingAdapter(PlatformAdapter inner, MisbehaviourOptions misbehaviour, String name) {
        this.inner = inner;
        this.misbehaviour = misbehaviour;
        this.name = name;
    }

    @Override
    public void serve() throws PlatformException, InterruptedException {
        if (misbehaviour.keepThread() && threadStarted.compareAndSet(false, true)) {
            new Thread(MisbehavingAdapter::parkForever, "stubborn-" + name + "-left-behind")
                    .start();
        }
        inner.serve();
    }

    private static void parkForever() {
        while (true) {
            LockSupport.park();
            Thread.interrupted();
        }
    }

    @Override
    public void stopIntake() {
        if (!misbehaviour.ignoreStop()) {
            inner.stopIntake();
        }
    }

    @Override
    public List<String> split(String text) {
        return inner.split(text);
    }

    @Override
    public Optional<String> send(OutboundMessage message)
            throws PlatformException, InterruptedException {
        return inner.send(message);
    }

    @Override
    public void fetch(RemoteAttachment file, Path into, Duration within)
            throws PlatformException, InterruptedException {
        inner.fetch(file, into, within);
    }

    @Override
    public void typing(String conversation, String replyContext, boolean on)
            throws InterruptedException {
        inner.typing(conversation, replyContext, on);
    }

    /**
     * Disconnects the wrapped adapter after the delay of the options; its connections stay open
     * meanwhile.
     */
    @Override
    public void disconnect(Duration within) throws PlatformException, InterruptedException {
        long start = System.nanoTime();
        while (left(start) > 0) {
            try {
                TimeUnit.NANOSECONDS.sleep(left(start));
            } catch (InterruptedException interrupted) {
                if (!misbehaviour.swallowInterrupts()) {
                    throw interrupted;
                }
            }
        }
        inner.disconnect(within);
    }

    private long left(long start) {
        return misbehaviour
                .disconnect()
                .map(time -> time.toNanos() - (System.nanoTime() - start))
                .orElse(Long.MAX_VALUE);
    }
}
