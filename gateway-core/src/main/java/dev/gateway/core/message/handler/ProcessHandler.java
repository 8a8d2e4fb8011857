package dev.gateway.core.message.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gateway.core.config.Options;
import dev.gateway.core.message.MessageHandler;
import dev.gateway.core.time.Backoff;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handler that runs a long-lived program of the operator. The program reads one JSON object per
 * line from its input ({@link MessageJson}) and writes one per line to its output: {@code {"id": …,
 * "text": …}} any number of times, and {@code {"id": …, "done": true}} after the last (both may be
 * one line), or {@code {"id": …, "error": "why"}}. It may receive several messages before it has
 * answered the first. Its stderr goes to the log. It should end when its input ends.
 *
 * <p>The first message starts it, or {@link #warmUp}; after its end the next message starts it
 * again, after a growing pause. A message fails if the program ends before it has written {@code
 * done}. A program that has written nothing since a message whose time is over counts as hung and
 * is killed; so is one that floods its output. It never gets the gateway's locks, which children do
 * not inherit.
 */
final class ProcessHandler implements MessageHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessHandler.class);
    private static final Backoff RESTARTS =
            new Backoff(Duration.ofMillis(200), 2, Duration.ofSeconds(30));
    private static final long ENDING_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration STOP_GRACE = Duration.ofMillis(500);

    private final List<String> command;
    private final Path directory;
    private final List<String> variables;
    private final AnswerJson answers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private HandlerProcess current;
    private Deadline notBefore = Deadline.after(Duration.ZERO);
    private int failures;
    private boolean closed;

    ProcessHandler(
            List<String> command, Path directory, List<String> variables, AnswerJson answers) {
        this.command = List.copyOf(command);
        this.variables = List.copyOf(variables);
        this.directory = directory;
        this.answers = answers;
    }

    static ProcessHandler of(Options options, HandlerContext context) {
        // Relative to the home: the gateway's own working folder is arbitrary.
        Path directory =
                options.text("directory").map(context.home()::resolve).orElse(context.home());
        return new ProcessHandler(
                options.textList("command"),
                directory,
                options.textList("env"),
                new AnswerJson(context.media(), true));
    }

    @Override
    public List<Answer> handle(Request request) throws HandlerException, InterruptedException {
        HandlerProcess process = running();
        PendingRequest pending = process.ask(request.id(), line(request), request.memory());
        try {
            return pending.await();
        } catch (InterruptedException e) {
            if (process.silentSince(pending.askedAt()) && !isClosed()) {
                process.kill("it has not said anything since a message whose time is over");
            }
            throw e;
        } finally {
            process.drop(request.id());
        }
    }

    @Override
    public void warmUp() {
        lock.lock();
        try {
            if (current == null && !closed) {
                current = start();
            }
        } catch (HandlerException e) {
            LOG.debug("The first message starts it again: {}", e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        HandlerProcess last;
        lock.lock();
        try {
            closed = true;
            last = current;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (last != null && !last.hasEnded()) {
            last.stop(STOP_GRACE);
        }
    }

    private HandlerProcess running() throws HandlerException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                if (current != null && current.isUsable()) {
                    return current;
                }
                long wait = notBefore.remaining().toNanos();
                boolean ending = current != null && !current.hasEnded();
                if (!ending && wait <= 0) {
                    current = start();
                    return current;
                }
                changed.await(ending ? ENDING_NANOS : wait, TimeUnit.NANOSECONDS);
            }
            throw new HandlerException("the gateway stops", null);
        } finally {
            lock.unlock();
        }
    }

    private HandlerProcess start() throws HandlerException {
        try {
            return HandlerProcess.start(command, directory, variables, answers, this::ended);
        } catch (IOException e) {
            pause();
            throw HandlerException.notStarted(
                    "the handler process cannot be started: " + e.getMessage(), e);
        }
    }

    private void ended(HandlerProcess process) {
        lock.lock();
        try {
            if (process.hasAnswered()) {
                failures = 0;
            }
            pause();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void pause() {
        failures++;
        notBefore = Deadline.after(RESTARTS.after(failures));
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private static String line(Request request) throws HandlerException {
        try {
            return MessageJson.MAPPER.writeValueAsString(MessageJson.write(request));
        } catch (JsonProcessingException e) {
            throw new HandlerException("the message cannot be written as JSON", e);
        }
    }
}
