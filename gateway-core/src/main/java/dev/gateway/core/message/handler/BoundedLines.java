package dev.gateway.core.message.handler;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.function.Consumer;

/** The lines of an answer as they come, but never more than a limit of bytes in all. */
final class BoundedLines implements BodySubscriber<Void> {

    private final int most;
    private final Consumer<String> lines;
    private final CompletableFuture<Void> body = new CompletableFuture<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private Subscription subscription;
    private long seen;

    BoundedLines(int most, Consumer<String> lines) {
        this.most = most;
        this.lines = lines;
    }

    @Override
    public CompletionStage<Void> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Subscription granted) {
        subscription = granted;
        granted.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            seen += buffer.remaining();
            if (seen > most) {
                subscription.cancel();
                body.completeExceptionally(
                        new IOException("its answer has more than " + most + " bytes"));
                return;
            }
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next == '\n') {
                    emit();
                } else {
                    line.write(next);
                }
            }
        }
    }

    @Override
    public void onError(Throwable error) {
        body.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        emit();
        body.complete(null);
    }

    private void emit() {
        lines.accept(line.toString(StandardCharsets.UTF_8).stripTrailing());
        line.reset();
    }
}
