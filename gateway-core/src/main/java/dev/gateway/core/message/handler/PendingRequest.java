package dev.gateway.core.message.handler;

import dev.gateway.core.message.MessageHandler.Answer;
import dev.gateway.core.message.MessageHandler.HandlerException;
import dev.gateway.core.message.MessageMemoryShare;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** One message sent to a process, with its answers so far. */
final class PendingRequest {

    static final int MAX_ANSWERS = 100;

    private final MessageMemoryShare memory;
    private final long askedAt = System.nanoTime();
    private final List<Answer> answers = new ArrayList<>();
    private final CompletableFuture<List<Answer>> done = new CompletableFuture<>();

    PendingRequest(MessageMemoryShare memory) {
        this.memory = memory;
    }

    /** Returns the time of the request, by {@link System#nanoTime()}. */
    long askedAt() {
        return askedAt;
    }

    /** Adds an answer; returns false if there are too many. */
    synchronized boolean add(Answer answer) throws HandlerException {
        memory.take(answer.text());
        answers.add(answer);
        return answers.size() <= MAX_ANSWERS;
    }

    /** Returns the number of the next answer, from 0. */
    synchronized int nextNumber() {
        return answers.size();
    }

    /** Returns whether there is an answer so far. */
    synchronized boolean isAnswered() {
        return !answers.isEmpty();
    }

    synchronized void complete() {
        done.complete(List.copyOf(answers));
    }

    void fail(String reason) {
        done.completeExceptionally(new HandlerException(reason, null));
    }

    /** Waits for the last answer until interrupted. */
    List<Answer> await() throws HandlerException, InterruptedException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw new HandlerException(e.getCause().getMessage(), e.getCause());
        }
    }
}
