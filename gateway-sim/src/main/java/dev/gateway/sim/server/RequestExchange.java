package dev.gateway.sim.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The processing of one request, from its arrival to its answer, with the fault that is injected
 * into it if there is one.
 */
final class RequestExchange {

    private static final int OK = 200;
    private static final String JSON = "application/json";

    private final ChannelHandlerContext context;
    private final Request request;
    private final boolean keepAlive;
    private final HttpHeaders rawHeaders;
    private final RequestHandler handler;
    private final FaultRegistry faults;

    RequestExchange(
            ChannelHandlerContext context,
            Request request,
            boolean keepAlive,
            HttpHeaders rawHeaders,
            RequestHandler handler,
            FaultRegistry faults) {
        this.context = context;
        this.request = request;
        this.keepAlive = keepAlive;
        this.rawHeaders = rawHeaders;
        this.handler = handler;
        this.faults = faults;
    }

    Request request() {
        return request;
    }

    void run() {
        Optional<FaultRegistry.InjectedFault> injected =
                faults.match(request.method(), request.path(), request.text());
        if (injected.isEmpty()) {
            handle(this::write);
        } else {
            run(injected.get().fault(), injected.get().removed());
        }
    }

    private void run(Fault fault, CompletionStage<Void> removed) {
        if (fault instanceof Fault.Latency latency) {
            after(latency.delay(), () -> handle(this::write));
        } else if (fault instanceof Fault.Hold hold) {
            handle(response -> await(hold.atMost(), removed, () -> write(response)));
        } else if (fault instanceof Fault.Stall stall) {
            handle(response -> stall(response, stall.atMost(), removed));
        } else if (fault instanceof Fault.Reset reset && reset.afterHandling()) {
            handle(response -> ConnectionRegistry.reset(context.channel()));
        } else if (fault instanceof Fault.Reset) {
            ConnectionRegistry.reset(context.channel());
        } else if (fault instanceof Fault.HalfOpen) {
            context.channel().config().setAutoRead(false);
            request.connection().markHalfOpen();
            removed.thenRun(() -> ConnectionRegistry.close(context.channel()));
        } else if (fault instanceof Fault.Answer answer) {
            write(answer.response());
        } else if (fault instanceof Fault.MalformedJson) {
            write(Response.text(OK, JSON, "{\"ok\":true,\"ret\":0,\"code\":0,\"result\":[{\"upd"));
        } else if (fault instanceof Fault.OversizedJson oversized) {
            ResponseWriter.writeOversized(context, oversized.bytes()).addListener(this::written);
        } else if (fault instanceof Fault.ContentType changed) {
            handle(response -> write(response.withContentType(changed.contentType())));
        } else {
            throw new IllegalStateException("a fault that is not for a request: " + fault);
        }
    }

    private void handle(Consumer<Response> then) {
        CompletionStage<Response> answer;
        try {
            answer = handler.handle(request);
        } catch (RuntimeException failed) {
            answer = CompletableFuture.failedFuture(failed);
        }
        answer.whenComplete(
                (response, failure) ->
                        onLoop(
                                () ->
                                        then.accept(
                                                failure == null
                                                        ? response
                                                        : serverError(failure))));
    }

    private static Response serverError(Throwable failure) {
        return Response.text(500, "text/plain", "the fake platform is broken: " + failure);
    }

    private void stall(
            Response response, Optional<Duration> atMost, CompletionStage<Void> removed) {
        if (isFinished()) {
            return;
        }
        ResponseWriter.writeHeadAndHalf(context, response);
        await(
                atMost,
                removed,
                () -> ResponseWriter.writeRest(context, response).addListener(this::written));
    }

    private void write(Response response) {
        if (isFinished()) {
            return;
        }
        if (response.upgrade().isPresent()) {
            WebSocketUpgrade.run(context, request, rawHeaders, response, faults, this::answered);
            return;
        }
        ResponseWriter.write(context, request.method(), response, keepAlive)
                .addListener(this::written);
    }

    private void written(Future<?> write) {
        if (!write.isSuccess()) {
            return;
        }
        answered();
        if (!keepAlive) {
            ConnectionRegistry.close(context.channel());
        }
    }

    private void answered() {
        request.finished()
                .complete(new RequestOutcome(RequestOutcome.EndedBy.ANSWERED, System.nanoTime()));
    }

    private boolean isFinished() {
        return request.finished().isDone() || !context.channel().isActive();
    }

    private void await(Optional<Duration> atMost, CompletionStage<Void> removed, Runnable task) {
        CompletableFuture<Void> released = new CompletableFuture<>();
        removed.thenRun(() -> released.complete(null));
        atMost.ifPresent(time -> after(time, () -> released.complete(null)));
        released.thenRun(
                () ->
                        onLoop(
                                () -> {
                                    if (!isFinished()) {
                                        task.run();
                                    }
                                }));
    }

    private void after(Duration delay, Runnable task) {
        context.executor().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void onLoop(Runnable task) {
        if (context.executor().inEventLoop()) {
            task.run();
            return;
        }
        try {
            context.executor().execute(task);
        } catch (RejectedExecutionException closedMeanwhile) {
            request.finished()
                    .complete(
                            new RequestOutcome(
                                    RequestOutcome.EndedBy.SERVER_CLOSED, System.nanoTime()));
        }
    }
}
