package dev.gateway.core.notify;

import dev.gateway.core.config.NotifyConfig;
import dev.gateway.core.http.HttpRequest;
import dev.gateway.core.http.RequestBody;
import dev.gateway.core.http.service.HttpCalls;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.message.handler.HandlerEnvironment;
import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sender of notices, one after the other, on its own thread {@code notify}, which the first notice
 * starts. Each of three attempts has a deadline. No other thread waits for it.
 */
public final class NoticeSender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeSender.class);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    private static final List<Duration> PAUSES =
            List.of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(5));
    private static final int MAX_WAITING = 100;

    private final NotifyConfig to;
    private final Path folder;
    private final Supplier<Journal> journal;
    private final BlockingQueue<OperatorNotice> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final HttpCalls calls;
    private Thread thread;
    private boolean closed;
    private volatile boolean sending;

    /**
     * Creates a sender without a thread.
     *
     * @param folder the working folder of a command
     * @param journal returns the journal, for notices through the outbox
     */
    public NoticeSender(NotifyConfig to, Path folder, Supplier<Journal> journal) {
        this.to = to;
        this.calls =
                new HttpCalls(
                        "notify-http",
                        to instanceof NotifyConfig.Url url ? url.proxy() : ProxyPolicy.DIRECT);
        this.folder = folder;
        this.journal = journal;
    }

    /** Enqueues a notice and returns at once. */
    public synchronized void send(OperatorNotice notice) {
        if (!waiting.offer(notice)) {
            LOG.warn("Too many notices are waiting; dropped: {}", notice.text());
            return;
        }
        if (!closed && (thread == null || !thread.isAlive())) {
            thread = new Thread(this::run, "notify");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Waits a moment for enqueued notices to be sent, and ends. */
    @Override
    public void close() {
        Thread sender;
        synchronized (this) {
            closed = true;
            sender = thread;
        }
        Deadline end = Deadline.after(CLOSE_TIMEOUT);
        try {
            while (sender != null && (sending || !waiting.isEmpty()) && !end.isExpired()) {
                sender.join(20);
            }
            if (sender != null) {
                sender.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        calls.close();
    }

    private void run() {
        try {
            while (true) {
                OperatorNotice notice = waiting.take();
                sending = true;
                try {
                    send(notice, PAUSES);
                } catch (RuntimeException | Error e) {
                    LOG.warn("A notice was not sent: {}", e.toString());
                } finally {
                    sending = false;
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("No notices are sent any more");
        }
    }

    private void send(OperatorNotice notice, List<Duration> pauses) throws InterruptedException {
        String why = "";
        for (Duration pause : pauses) {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            try {
                deliver(notice);
                LOG.info("Notice sent: {}", notice.text());
                return;
            } catch (IOException e) {
                why = String.valueOf(e.getMessage());
            }
        }
        LOG.warn("A notice was not sent ({}): {}", why, notice.text());
    }

    private void deliver(OperatorNotice notice) throws IOException, InterruptedException {
        if (to instanceof NotifyConfig.Command command) {
            run(command.words(), notice);
        } else if (to instanceof NotifyConfig.Url url) {
            int status =
                    calls.call(
                            HttpRequest.newBuilder(url.address())
                                    .header("Content-Type", "application/json")
                                    .post(RequestBody.text(notice.toJson().toString()))
                                    .repeatable()
                                    .build(),
                            TIMEOUT,
                            (head, body) -> head.statusCode());
            if (status < 200 || status > 299) {
                throw new IOException(HttpCalls.host(url.address()) + " answered " + status);
            }
        } else if (to instanceof NotifyConfig.Platform platform) {
            Journal open = journal.get();
            if (open == null) {
                throw new IOException("the journal is not open");
            }
            open.outbox().append(platform.name(), platform.to(), notice.text());
        }
    }

    private void run(List<String> words, OperatorNotice notice)
            throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder(words)
                        .directory(folder.toFile())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        HandlerEnvironment.restrict(builder.environment(), List.of());
        Process process = builder.start();
        try {
            // A program that never reads its input blocks this thread, not the one with the
            // deadline.
            var writing = new FutureTask<Void>(() -> write(process, notice));
            var writer = new Thread(writing, "notify-stdin");
            writer.setDaemon(true);
            writer.start();
            if (!process.waitFor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("the command took longer than " + TIMEOUT.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException("the command ended with " + process.exitValue());
            }
            writing.get(1, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("The command of the notice did not read all of it");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static Void write(Process process, OperatorNotice notice) throws IOException {
        try (OutputStream in = process.getOutputStream()) {
            in.write((notice.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return null;
    }
}
