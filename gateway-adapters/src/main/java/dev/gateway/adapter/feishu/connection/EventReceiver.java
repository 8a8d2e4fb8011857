package dev.gateway.adapter.feishu.connection;

import dev.gateway.adapter.feishu.message.FeishuEventParser;
import dev.gateway.adapter.feishu.message.FeishuReceivedMessage;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receiver of one connection's events. It stores them in order on a thread of its own: the
 * gateway may let it wait as long as it likes while pings go on.
 *
 * <p>An event is acked only after the gateway has stored it, and only within the platform's three
 * seconds. An event that could not be stored is answered with 500; one that was stored too late, or
 * found the queue full, is not answered. All of them come again, and the gateway recognises
 * repetitions by their id.
 */
final class EventReceiver {

    private static final Logger LOG = LoggerFactory.getLogger(EventReceiver.class);

    /** The latest time of an ack. The platform waits 3 s; the rest is for the network. */
    static final Duration ACK_WITHIN = Duration.ofMillis(2_800);

    private static final int QUEUE = 256;
    private static final int QUEUE_BYTES = 16 << 20;
    private static final int STORED = 200;
    private static final int NOT_STORED = 500;

    private final PlatformContext context;
    private final FeishuEventParser parser;
    private final Consumer<Frame> acks;
    private final Consumer<Throwable> failed;
    private final BlockingQueue<QueuedFrame> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicInteger queuedBytes = new AtomicInteger();
    private final FragmentAssembler fragments = new FragmentAssembler();
    private final Thread thread;
    private volatile boolean full;
    private volatile boolean stopped;

    /**
     * Creates a receiver that does nothing before {@link #start}.
     *
     * @param acks receives the answers; must not block
     * @param failed called when the receiver cannot go on
     */
    EventReceiver(
            PlatformContext context,
            FeishuEventParser parser,
            Consumer<Frame> acks,
            Consumer<Throwable> failed) {
        this.context = context;
        this.parser = parser;
        this.acks = acks;
        this.failed = failed;
        this.thread = new Thread(this::run, "feishu-" + context.platform() + "-events");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Queues a frame that arrived at this moment. Never blocks. */
    void offer(Frame frame) {
        if (full) {
            return;
        }
        int size = frame.body().length;
        boolean room = queuedBytes.addAndGet(size) <= QUEUE_BYTES;
        if (!room || !queue.offer(new QueuedFrame(frame, System.nanoTime()))) {
            queuedBytes.addAndGet(-size);
            LOG.debug("An event finds the queue full; the platform will send it again.");
        }
    }

    /**
     * Accepts no more events. Queued events may still be stored within {@code grace}. Then the
     * thread is interrupted and gets as much time again.
     */
    void stop(Duration grace) throws InterruptedException {
        full = true;
        if (!queue.offer(QueuedFrame.LAST)) {
            stopped = true;
        }
        awaitEnd(grace);
        stopped = true;
        thread.interrupt();
        awaitEnd(grace);
    }

    /**
     * Waits for the thread of a stopped receiver.
     *
     * @return whether it ended in time
     */
    boolean awaitEnd(Duration within) throws InterruptedException {
        thread.join(Math.max(1, within.toMillis()));
        return !thread.isAlive();
    }

    private void run() {
        try {
            while (true) {
                QueuedFrame queued = queue.take();
                if (stopped || queued == QueuedFrame.LAST) {
                    return;
                }
                queuedBytes.addAndGet(-queued.frame.body().length);
                take(queued);
            }
        } catch (InterruptedException stop) {
            // Only stop interrupts, and it waits for the end.
        } catch (PlatformException | RuntimeException | Error e) {
            // Any failure: a connection without a receiver must not go on pinging.
            failed.accept(e);
        }
    }

    private void take(QueuedFrame queued)
            throws PlatformException.NotAccepted, InterruptedException {
        Frame frame = queued.frame;
        try {
            Optional<byte[]> event = fragments.add(frame, queued.nanos);
            if (event.isEmpty()) {
                return;
            }
            Optional<FeishuReceivedMessage> message = parser.parse(event.get());
            if (message.isEmpty() || store(message.get())) {
                answer(queued, STORED);
            }
        } catch (ProtocolException e) {
            LOG.warn("Feishu sent {}; it may send it again.", e.getMessage());
            answer(queued, NOT_STORED);
        } catch (PlatformException.NotAccepted e) {
            answer(queued, NOT_STORED);
            throw e;
        } catch (RuntimeException e) {
            // Thrown, it would end each new connection for as long as the event comes again.
            LOG.error("An event of {} cannot be read; it may come again", context.platform(), e);
            answer(queued, NOT_STORED);
        }
    }

    private boolean store(FeishuReceivedMessage message)
            throws PlatformException.NotAccepted, InterruptedException {
        if (stopped) {
            return false;
        }
        context.accept(InboundBatch.of(message.toInboundMessage()));
        return true;
    }

    private void answer(QueuedFrame queued, int code) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - queued.nanos);
        if (millis <= ACK_WITHIN.toMillis()) {
            acks.accept(queued.frame.ack(code, millis));
        } else {
            LOG.debug("An event took {} ms; the platform will send it again.", millis);
        }
    }

    private record QueuedFrame(Frame frame, long nanos) {
        static final QueuedFrame LAST = new QueuedFrame(Frame.ping(0), 0);
    }
}
