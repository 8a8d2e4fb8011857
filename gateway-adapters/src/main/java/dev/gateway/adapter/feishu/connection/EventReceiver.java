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
 * Takes the events of one connection in, in order, on a thread of its own: the gateway may let it
 * wait as long as it likes, while pings go on.
 *
 * <p>An event is acked only after the gateway has stored it, and only within the platform's three
 * seconds. One that could not be stored is answered with 500, one that was stored too late with
 * nothing; both come again, and what comes twice the gateway knows by its id. The same holds for
 * what does not find room in the queue.
 */
final class EventReceiver {

    private static final Logger LOG = LoggerFactory.getLogger(EventReceiver.class);

    /** The platform waits 3 s; the rest is for the way. */
    static final Duration ACK_WITHIN = Duration.ofMillis(2_800);

    private static final int QUEUE = 256;
    private static final int QUEUE_BYTES = 16 << 20;
    private static final int STORED = 200;
    private static final int NOT_STORED = 500;

    private final PlatformContext context;
    private final FeishuEventParser reader;
    private final Consumer<Frame> acks;
    private final Consumer<Throwable> failed;
    private final BlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicInteger queuedBytes = new AtomicInteger();
    private final FragmentAssembler fragments = new FragmentAssembler();
    private final Thread thread;
    private volatile boolean full;
    private volatile boolean stopped;

    /**
     * An intake that does nothing before {@link #start}.
     *
     * @param acks where answers go; must not block
     * @param failed told when it cannot go on
     */
    EventReceiver(
            PlatformContext context,
            FeishuEventParser reader,
            Consumer<Frame> acks,
            Consumer<Throwable> failed) {
        this.context = context;
        this.reader = reader;
        this.acks = acks;
        this.failed = failed;
        this.thread = new Thread(this::run, "feishu-" + context.platform() + "-intake");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Queues a frame that arrived just now. Never blocks. */
    void offer(Frame frame) {
        if (full) {
            return;
        }
        int size = frame.body().length;
        boolean room = queuedBytes.addAndGet(size) <= QUEUE_BYTES;
        if (!room || !arrivals.offer(new Arrival(frame, System.nanoTime()))) {
            queuedBytes.addAndGet(-size);
            LOG.debug("An event finds the queue full; the platform will send it again.");
        }
    }

    /**
     * Takes nothing more. What is in the queue may still be stored within {@code grace}, then the
     * thread is interrupted, and may take as long once more.
     */
    void stop(Duration grace) throws InterruptedException {
        full = true;
        if (!arrivals.offer(Arrival.LAST)) {
            stopped = true;
        }
        awaitEnd(grace);
        stopped = true;
        thread.interrupt();
        awaitEnd(grace);
    }

    /** Waits for the thread of a stopped intake; whether it has ended. */
    boolean awaitEnd(Duration within) throws InterruptedException {
        thread.join(Math.max(1, within.toMillis()));
        return !thread.isAlive();
    }

    private void run() {
        try {
            while (true) {
                Arrival arrival = arrivals.take();
                if (stopped || arrival == Arrival.LAST) {
                    return;
                }
                queuedBytes.addAndGet(-arrival.frame.body().length);
                take(arrival);
            }
        } catch (InterruptedException stop) {
            // Interrupted by stop alone, which waits for the end.
        } catch (PlatformException | RuntimeException | Error e) {
            // Whatever it is: a connection without intake must not go on pinging.
            failed.accept(e);
        }
    }

    private void take(Arrival arrival) throws PlatformException.NotAccepted, InterruptedException {
        Frame frame = arrival.frame;
        try {
            Optional<byte[]> event = fragments.add(frame, arrival.nanos);
            if (event.isEmpty()) {
                return;
            }
            Optional<FeishuReceivedMessage> message = reader.parse(event.get());
            if (message.isEmpty() || store(message.get())) {
                answer(arrival, STORED);
            }
        } catch (ProtocolException e) {
            LOG.warn("Feishu sent {}; it may send it again.", e.getMessage());
            answer(arrival, NOT_STORED);
        } catch (PlatformException.NotAccepted e) {
            answer(arrival, NOT_STORED);
            throw e;
        } catch (RuntimeException e) {
            // The connection would be lost and made again for as long as the event comes again.
            LOG.error("An event of {} cannot be read; it may come again", context.platform(), e);
            answer(arrival, NOT_STORED);
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

    private void answer(Arrival arrival, int code) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - arrival.nanos);
        if (millis <= ACK_WITHIN.toMillis()) {
            acks.accept(arrival.frame.ack(code, millis));
        } else {
            LOG.debug("An event took {} ms; the platform will send it again.", millis);
        }
    }

    private record Arrival(Frame frame, long nanos) {
        static final Arrival LAST = new Arrival(Frame.ping(0), 0);
    }
}
