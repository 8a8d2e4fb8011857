package dev.gateway.adapter.http;

import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Takes a body up to a number of bytes and hangs up on a longer one. */
public final class BodyLimit<T> implements BodySubscriber<T> {

    private final BodySubscriber<T> taker;
    private final long limit;
    private Flow.Subscription subscription;
    private long taken;
    private boolean exceeded;

    private BodyLimit(BodySubscriber<T> taker, long limit) {
        this.taker = taker;
        this.limit = limit;
    }

    /** A body of at most {@code limit} bytes, in memory. */
    public static BodyHandler<byte[]> bytes(long limit) {
        return answer -> new BodyLimit<>(BodySubscribers.ofByteArray(), limit);
    }

    /** A body of at most {@code limit} bytes, written over an existing file. */
    public static BodyHandler<Path> file(Path existing, long limit) {
        return answer ->
                new BodyLimit<>(
                        BodySubscribers.ofFile(
                                existing,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.TRUNCATE_EXISTING),
                        limit);
    }

    @Override
    public CompletionStage<T> getBody() {
        return taker.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        taker.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (exceeded) {
            return;
        }
        for (ByteBuffer buffer : buffers) {
            taken += buffer.remaining();
        }
        if (taken > limit) {
            exceeded = true;
            subscription.cancel();
            taker.onError(new Exceeded(limit));
            return;
        }
        taker.onNext(buffers);
    }

    @Override
    public void onError(Throwable thrown) {
        if (!exceeded) {
            taker.onError(thrown);
        }
    }

    @Override
    public void onComplete() {
        if (!exceeded) {
            taker.onComplete();
        }
    }

    /** The body was longer than the limit. */
    static final class Exceeded extends IOException {
        Exceeded(long limit) {
            super("answer larger than " + limit + " bytes");
        }
    }
}
