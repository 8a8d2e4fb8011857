package dev.gateway.core.message.handler;

import dev.gateway.core.message.MessageHandler.Answer;
import dev.gateway.core.message.MessageHandler.HandlerException;
import dev.gateway.core.message.MessageMemoryShare;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the operator's program, with the threads that write to it, read from it, read its
 * errors and wait for its end. When it ends, for any reason, all its pending requests fail.
 */
final class HandlerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(HandlerProcess.class);
    private static final int MAX_LINE = 8 << 20;
    private static final int MAX_ERROR_LINE = 16 << 10;
    private static final int MAX_GARBAGE = 1000;

    /** The size in bytes up to which lines are written together. */
    private static final int MAX_JOINED = 16 << 10;

    private static final String END = "";
    private static final int OUTPUT_GRACE_MILLIS = 500;

    private final Process process;
    private final AnswerJson answers;
    private final Consumer<HandlerProcess> onEnd;
    private final Map<String, PendingRequest> pending = new ConcurrentHashMap<>();
    private final BlockingQueue<String> toWrite = new LinkedBlockingQueue<>();
    private final StderrLogger errors = new StderrLogger();
    private volatile long lastOutput = System.nanoTime();
    private volatile boolean answered;
    private volatile String killedFor;
    private volatile boolean ended;

    private HandlerProcess(Process process, AnswerJson answers, Consumer<HandlerProcess> onEnd) {
        this.process = process;
        this.answers = answers;
        this.onEnd = onEnd;
    }

    /**
     * Starts the program.
     *
     * @param variables the gateway's variables that it gets besides the usual ones
     */
    static HandlerProcess start(
            List<String> command,
            Path directory,
            List<String> variables,
            AnswerJson answers,
            Consumer<HandlerProcess> onEnd)
            throws IOException {
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        HandlerEnvironment.restrict(builder.environment(), variables);
        var started = new HandlerProcess(builder.start(), answers, onEnd);
        LOG.info("Handler process {} started.", started.process.pid());
        started.thread("stdin", started::write);
        Thread errors = started.thread("stderr", started::readErrors);
        Thread reader = started.thread("stdout", started::readAnswers);
        started.thread("exit", () -> started.awaitEnd(reader, errors));
        return started;
    }

    /** Sends a request; {@code line} has no line terminator. */
    PendingRequest ask(String id, String line, MessageMemoryShare memory) {
        var request = new PendingRequest(memory);
        pending.put(id, request);
        toWrite.add(line);
        if (ended) {
            failAll();
        }
        return request;
    }

    /** Drops a request whose answer is no longer awaited. */
    void drop(String id) {
        pending.remove(id);
    }

    /** Returns whether it has written nothing since then. */
    boolean silentSince(long nanoTime) {
        return lastOutput - nanoTime <= 0;
    }

    /** Returns whether it has ever answered. */
    boolean hasAnswered() {
        return answered;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Returns whether it accepts requests. */
    boolean isUsable() {
        return !ended && killedFor == null;
    }

    /** Kills it at once, with its children; pending requests fail with the reason. */
    void kill(String reason) {
        killedFor = reason;
        LOG.warn("Handler process {} is killed: {}", process.pid(), reason);
        new ProcessTree(process.toHandle()).kill();
    }

    /** Ends it: closes its input, then SIGTERM, then SIGKILL, with its children. */
    void stop(Duration grace) {
        killedFor = "the gateway stops";
        toWrite.add(END);
        var tree = new ProcessTree(process.toHandle());
        boolean interrupted = false;
        try {
            process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (!tree.end(grace)) {
            LOG.warn("Handler process {} has left child processes behind.", process.pid());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what waits with one call of the system, so that many messages wake it seldom. */
    private void write() {
        var lines = new ByteArrayOutputStream();
        try (OutputStream out = process.getOutputStream()) {
            for (String line = toWrite.take(); !line.equals(END); line = toWrite.take()) {
                for (String next = line; next != null; next = nextToJoin(lines)) {
                    lines.writeBytes(next.getBytes(StandardCharsets.UTF_8));
                    lines.write('\n');
                }
                lines.writeTo(out);
                out.flush();
                lines = lines.size() > MAX_JOINED ? new ByteArrayOutputStream() : lines;
                lines.reset();
            }
        } catch (IOException e) {
            LOG.debug("Handler process {} takes no more input", process.pid());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the next line that waits; null if there is none, or enough was joined. */
    private String nextToJoin(ByteArrayOutputStream joined) {
        String next = joined.size() < MAX_JOINED ? toWrite.peek() : null;
        return next == null || next.equals(END) ? null : toWrite.poll();
    }

    private void readErrors() {
        var lines = new LineReader(process.getErrorStream(), MAX_ERROR_LINE);
        while (true) {
            try {
                String line = lines.next();
                if (line == null) {
                    return;
                }
                errors.line(line);
            } catch (LineReader.LineTooLongException e) {
                errors.line("(" + e.getMessage() + ")");
            } catch (IOException e) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void readAnswers() {
        var lines = new LineDelimitedStream(process.getInputStream(), MAX_LINE);
        int garbage = 0;
        try {
            while (killedFor == null && lines.nextLine()) {
                garbage = accept(lines) ? 0 : garbage + 1;
                lastOutput = System.nanoTime();
                if (garbage == 1) {
                    LOG.warn(
                            "Handler process {} wrote a line that answers no pending message.",
                            process.pid());
                } else if (garbage > MAX_GARBAGE) {
                    kill("it floods its output with lines that are not answers");
                    break;
                }
            }
        } catch (LineReader.LineTooLongException e) {
            kill("it wrote " + e.getMessage());
        } catch (IOException e) {
            LOG.debug("Handler process {} cannot be read any more", process.pid());
        }
        endWithoutOutput();
    }

    /**
     * Handles closed output. An ending process closes it a moment before; one that goes on is
     * useless.
     */
    private void endWithoutOutput() {
        try {
            if (!process.waitFor(1, TimeUnit.SECONDS) && killedFor == null) {
                kill("it closed its output");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads one line; returns whether it belongs to a pending request. */
    boolean accept(InputStream line) throws IOException {
        ParsedAnswer parsedAnswer;
        try {
            parsedAnswer = answers.readObject(line);
            if (parsedAnswer.isBlank()) {
                return true;
            }
        } catch (AnswerJson.InvalidJsonException e) {
            return failed(e);
        }
        PendingRequest request = parsedAnswer.id().map(pending::get).orElse(null);
        if (request == null) {
            parsedAnswer.discard();
            return false;
        }
        take(parsedAnswer.id().get(), request, parsedAnswer);
        return true;
    }

    /** Fails the message that a broken line belongs to. */
    private boolean failed(AnswerJson.InvalidJsonException broken) {
        Optional<String> id = broken.partialAnswer().id();
        PendingRequest request = id.map(pending::remove).orElse(null);
        if (request == null) {
            return false;
        }
        answered = true;
        request.fail("the handler process " + broken.getMessage());
        return true;
    }

    private void take(String id, PendingRequest request, ParsedAnswer parsedAnswer) {
        answered = true;
        try {
            if (parsedAnswer.error().isPresent()) {
                parsedAnswer.discard();
                pending.remove(id);
                request.fail("the handler says: " + parsedAnswer.error().get());
                return;
            }
            parsedAnswer.check();
            if (parsedAnswer.hasContent()) {
                add(id, request, parsedAnswer);
            } else if (!parsedAnswer.done()
                    || parsedAnswer.hasUnknownFields() && !request.isAnswered()) {
                throw new HandlerException(
                        "the handler process said neither text nor attachments nor error", null);
            }
            if (parsedAnswer.done()) {
                pending.remove(id);
                request.complete();
            }
        } catch (HandlerException e) {
            parsedAnswer.discard();
            pending.remove(id);
            request.fail(e.getMessage());
        }
    }

    private void add(String id, PendingRequest request, ParsedAnswer parsedAnswer)
            throws HandlerException {
        Answer answer = answers.answer(id + "-" + request.nextNumber(), parsedAnswer);
        boolean silent = answer.text().isBlank() && answer.attachments().isEmpty();
        if (!silent && !request.add(answer)) {
            kill("it gave too many answers to one message");
        }
    }

    /**
     * Waits for the end of the process, not of its output: a child left behind may hold that open
     * for ever.
     */
    private void awaitEnd(Thread reader, Thread errorReader) {
        try {
            process.waitFor();
            reader.join(OUTPUT_GRACE_MILLIS);
            errorReader.join(OUTPUT_GRACE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        toWrite.add(END);
        ended = true;
        LOG.info("Handler process {} is gone: {}", process.pid(), ending());
        onEnd.accept(this);
        failAll();
    }

    private void failAll() {
        String reason = "the handler process did not answer: " + ending();
        for (String id : pending.keySet()) {
            PendingRequest request = pending.remove(id);
            if (request != null) {
                request.fail(reason);
            }
        }
    }

    private String ending() {
        String killed = killedFor;
        String how = killed != null ? killed : "it ended with status " + process.exitValue();
        return how + errors.last().map(words -> ": " + words).orElse("");
    }

    private Thread thread(String stream, Runnable work) {
        var thread = new Thread(work, "handler-" + stream + "-" + process.pid());
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
