package dev.gateway.sim.weixin;

import dev.gateway.adapter.weixin.WeixinFactory;
import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.RemoteAttachment;
import dev.gateway.core.yaml.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The smallest gateway around a real adapter: what it accepts outlives the adapter, as a journal
 * does; each message is answered once with its own text and files.
 */
final class WeixinEchoGateway implements PlatformContext {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    final List<InboundMessage> messages = new CopyOnWriteArrayList<>();
    final List<PlatformException> failures = new CopyOnWriteArrayList<>();
    final AtomicInteger contacts = new AtomicInteger();
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final Map<String, String> notes = new ConcurrentHashMap<>();
    private final Queue<InboundMessage> pending = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final FakeWeixin weixin;
    private final Path media;
    private volatile String cursor;
    private volatile PlatformAdapter adapter;
    private Thread serving;
    private Thread answering;

    WeixinEchoGateway(FakeWeixin weixin, Path media) {
        this.weixin = weixin;
        this.media = media;
    }

    PlatformAdapter adapter() {
        return adapter;
    }

    /** As a new process with the same home. */
    void start() {
        URI uri = weixin.server().uri();
        PlatformAdapter created =
                new WeixinFactory()
                        .create(
                                new PlatformConfig(
                                        "mama",
                                        "weixin",
                                        true,
                                        Optional.of(uri),
                                        Duration.ofSeconds(20),
                                        Duration.ofSeconds(60),
                                        Options.of(
                                                Map.of(
                                                        "token",
                                                        Secret.of(weixin.token()),
                                                        "cdn_url",
                                                        URI.create(uri + "/c2c")))),
                                this);
        adapter = created;
        serving = new Thread(() -> serve(created), "echo-serve");
        answering = new Thread(() -> answer(created), "echo-answer");
        serving.start();
        answering.start();
    }

    void stop() throws Exception {
        adapter.stopIntake();
        serving.join(LIMIT.toMillis());
        answering.interrupt();
        answering.join(LIMIT.toMillis());
        adapter.disconnect(LIMIT);
    }

    private void serve(PlatformAdapter served) {
        try {
            while (true) {
                try {
                    served.serve();
                    return;
                } catch (PlatformException e) {
                    failures.add(e);
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is not answered yet when this ends stays at the head, as in an outbox. */
    private void answer(PlatformAdapter sender) {
        try {
            while (true) {
                InboundMessage message = pending.peek();
                if (message == null) {
                    TimeUnit.MILLISECONDS.sleep(1);
                    continue;
                }
                echo(sender, message, loaded(sender, message), "out-" + answered.get());
                pending.remove();
                answered.incrementAndGet();
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
                Path file = Files.createTempFile(media, "file", remote.name());
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
                failures.add(e);
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    @Override
    public String platform() {
        return "mama";
    }

    @Override
    public Optional<String> cursor() {
        return Optional.ofNullable(cursor);
    }

    @Override
    public Optional<String> note(String key) {
        return Optional.ofNullable(notes.get(key));
    }

    @Override
    public synchronized void accept(InboundBatch batch) {
        batch.cursor().ifPresent(value -> cursor = value);
        notes.putAll(batch.notes());
        for (InboundMessage message : batch.messages()) {
            if (keys.add(message.dedupKey())) {
                messages.add(message);
                pending.add(message);
            }
        }
    }

    @Override
    public void contact() {
        contacts.incrementAndGet();
    }

    @Override
    public Path media() {
        return media;
    }
}
