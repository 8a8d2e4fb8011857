package dev.gateway.adapter;

import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.platform.RemoteAttachment;
import dev.gateway.sim.contract.RecordingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * The smallest gateway around a real adapter: the context outlives the adapter, as a journal does;
 * each message is answered once with its own text and files.
 */
public final class EchoGateway {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    public final RecordingContext context;
    public final List<PlatformException> failures = new CopyOnWriteArrayList<>();
    private final PlatformFactory factory;
    private final PlatformConfig config;
    private final Set<String> answered = new HashSet<>();
    private int next;
    private volatile PlatformAdapter adapter;
    private Thread serving;
    private Thread answering;

    public EchoGateway(PlatformFactory factory, PlatformConfig config, Path media) {
        this.factory = factory;
        this.config = config;
        context = new RecordingContext(config.name(), media);
    }

    public PlatformAdapter adapter() {
        return adapter;
    }

    /** Starts a new adapter, as a new process with the same home does. */
    public void start() {
        PlatformAdapter created = factory.create(config, context);
        adapter = created;
        serving = new Thread(() -> serve(created), "echo-serve");
        answering = new Thread(() -> answer(created), "echo-answer");
        serving.start();
        answering.start();
    }

    public void stop() throws Exception {
        adapter.stopIntake();
        serving.join(LIMIT.toMillis());
        answering.interrupt();
        answering.join(LIMIT.toMillis());
        adapter.disconnect(LIMIT);
    }

    /** Serves like the gateway, but with a shorter pause where the platform asks for none. */
    private void serve(PlatformAdapter served) {
        try {
            while (true) {
                try {
                    served.serve();
                    return;
                } catch (PlatformException e) {
                    pauseAfter(e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pauseAfter(PlatformException e) throws InterruptedException {
        failures.add(e);
        Duration pause =
                e instanceof PlatformException.Throttled throttled
                        ? throttled.retryAfter()
                        : Duration.ofMillis(20);
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    }

    /** Answers in order; an interrupted answer stays at the head, as in an outbox. */
    private void answer(PlatformAdapter sender) {
        try {
            while (true) {
                List<InboundMessage> deliveries = context.deliveries();
                if (next == deliveries.size()) {
                    TimeUnit.MILLISECONDS.sleep(1);
                    continue;
                }
                InboundMessage message = deliveries.get(next);
                if (!answered.contains(message.dedupKey())) {
                    echo(sender, message, loaded(sender, message), "out-" + answered.size());
                    answered.add(message.dedupKey());
                }
                next++;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Attachment> loaded(PlatformAdapter adapter, InboundMessage message)
            throws InterruptedException {
        List<Attachment> files = new ArrayList<>(message.attachments());
        for (RemoteAttachment remote : message.remote()) {
            try {
                Path file = Files.createTempFile(context.media(), "file", remote.name());
                adapter.fetch(remote, file, LIMIT);
                files.add(
                        new Attachment(
                                remote.kind(),
                                remote.name(),
                                remote.mediaType(),
                                file,
                                Files.size(file)));
            } catch (PlatformException e) {
                failures.add(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    private void echo(
            PlatformAdapter sender, InboundMessage message, List<Attachment> files, String id)
            throws InterruptedException {
        while (true) {
            try {
                sender.send(
                        new OutboundMessage(
                                id,
                                message.conversation(),
                                message.replyContext(),
                                message.text(),
                                files));
                return;
            } catch (PlatformException e) {
                pauseAfter(e);
            }
        }
    }
}
