package dev.gateway.adapter.contract;

import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.RemoteAttachment;
import dev.gateway.core.yaml.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** An adapter with one defect around a correct one. */
final class DefectiveAdapter implements PlatformAdapter {

    private static final Duration CLEARING = Duration.ofSeconds(5);
    private static final int PIECE = 4000;

    private final PlatformAdapter good;
    private final AdapterDefect defect;
    private final PlatformConfig config;
    private final Secret token;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread forgotten = new Thread(this::idle, "forgotten");
    private final Supplier<PlatformAdapter> another;
    private Socket socket;
    private volatile PlatformAdapter polling;
    private volatile boolean sessionEnded;
    private volatile boolean disconnected;

    DefectiveAdapter(
            PlatformAdapter good,
            AdapterDefect defect,
            PlatformConfig config,
            Secret token,
            Supplier<PlatformAdapter> another) {
        this.good = good;
        this.defect = defect;
        this.config = config;
        this.token = token;
        this.another = another;
    }

    @Override
    public void serve() throws PlatformException, InterruptedException {
        leaveSomething();
        again(
                () -> {
                    good.serve();
                    return true;
                });
    }

    private void leaveSomething() {
        if (defect == AdapterDefect.LEAVES_A_THREAD && forgotten.getState() == Thread.State.NEW) {
            forgotten.start();
        }
        if (defect == AdapterDefect.LEAVES_A_SOCKET && socket == null) {
            try {
                int port = config.baseUrl().orElseThrow().getPort();
                socket = new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        if (defect == AdapterDefect.LOGS_SECRETS) {
            LoggerFactory.getLogger(DefectiveAdapter.class).debug("using {}", token.reveal());
        }
    }

    @Override
    public void stopIntake() {
        if (defect != AdapterDefect.IGNORES_STOP_INTAKE) {
            good.stopIntake();
        }
        if (defect == AdapterDefect.NAIVE) {
            endAllCalls();
        }
    }

    private void endAllCalls() {
        try {
            good.disconnect(Duration.ofMillis(500));
        } catch (PlatformException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public List<String> split(String text) {
        return switch (defect) {
            case NEVER_SPLITS -> List.of(text);
            case NAIVE -> cutAnywhere(text);
            default -> good.split(text);
        };
    }

    private static List<String> cutAnywhere(String text) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at == 0 || at < text.length(); at += PIECE) {
            pieces.add(text.substring(at, Math.min(text.length(), at + PIECE)));
        }
        return pieces;
    }

    @Override
    public List<MessagePart> split(MessagePart answer) {
        return defect == AdapterDefect.NEVER_SPLITS || defect == AdapterDefect.NAIVE
                ? PlatformAdapter.super.split(answer)
                : good.split(answer);
    }

    @Override
    public Optional<String> send(OutboundMessage message)
            throws PlatformException, InterruptedException {
        boolean onlyFiles = defect == AdapterDefect.NAIVE && message.text().isEmpty();
        boolean tooLate = defect == AdapterDefect.SENDS_NOTHING_AT_LAST && sessionEnded;
        if (defect == AdapterDefect.SENDS_NOTHING || onlyFiles || tooLate) {
            return Optional.of("sent");
        }
        try {
            return again(() -> good.send(changed(message)));
        } catch (PlatformException e) {
            if (defect == AdapterDefect.HIDES_FAILED_SENDS) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private OutboundMessage changed(OutboundMessage message) {
        return switch (defect) {
            case FORGETS_IDS -> renamed(message);
            case NAIVE -> withoutFiles(message);
            default -> message;
        };
    }

    private static OutboundMessage withoutFiles(OutboundMessage message) {
        return new OutboundMessage(
                message.id(),
                message.conversation(),
                message.replyContext(),
                message.text(),
                List.of());
    }

    private static OutboundMessage renamed(OutboundMessage message) {
        return new OutboundMessage(
                UUID.randomUUID().toString(),
                message.conversation(),
                message.replyContext(),
                message.text(),
                message.attachments());
    }

    @Override
    public void typing(String conversation, String replyContext, boolean on)
            throws InterruptedException {
        if (defect == AdapterDefect.NAIVE) {
            throw new IllegalStateException("typing failed");
        }
        good.typing(conversation, replyContext, on);
    }

    @Override
    public void fetch(RemoteAttachment file, Path into, Duration within)
            throws PlatformException, InterruptedException {
        good.fetch(file, into, within);
    }

    @Override
    public void endSession(Duration within) throws PlatformException, InterruptedException {
        if (defect == AdapterDefect.DISCONNECTS_ONCE && sessionEnded) {
            throw new IllegalStateException("ended already");
        }
        if (defect == AdapterDefect.DISCONNECTS_SLOWLY) {
            end.await();
        }
        while (defect == AdapterDefect.SWALLOWS_INTERRUPTS && end.getCount() > 0) {
            idle();
        }
        sessionEnded = true;
        good.endSession(within);
        if (defect == AdapterDefect.POLLS_ON) {
            pollOn();
        }
    }

    @Override
    public boolean sendsAfterSession() {
        return good.sendsAfterSession();
    }

    private void pollOn() {
        polling = another.get();
        new Thread(
                        () -> {
                            try {
                                polling.serve();
                            } catch (PlatformException | InterruptedException e) {
                                LoggerFactory.getLogger(DefectiveAdapter.class).debug("ended", e);
                            }
                        },
                        "polls-on")
                .start();
    }

    private void sayGoodbye() {
        try (InputStream answer =
                config.baseUrl().orElseThrow().resolve("/goodbye").toURL().openStream()) {
            answer.readAllBytes();
        } catch (IOException e) {
            LoggerFactory.getLogger(DefectiveAdapter.class).debug("not found", e);
        }
    }

    @Override
    public void disconnect(Duration within) throws PlatformException, InterruptedException {
        if (defect == AdapterDefect.NEVER_LETS_GO) {
            return;
        }
        if (defect == AdapterDefect.DISCONNECTS_ONCE && disconnected) {
            throw new IllegalStateException("disconnected already");
        }
        if (defect == AdapterDefect.DISCONNECTS_SLOWLY) {
            end.await();
        }
        disconnected = true;
        if (defect == AdapterDefect.TELLS_TWICE) {
            sayGoodbye();
        }
        good.disconnect(within);
    }

    private interface Attempt<T> {
        T run() throws PlatformException, InterruptedException;
    }

    private <T> T again(Attempt<T> attempt) throws PlatformException, InterruptedException {
        while (true) {
            try {
                return attempt.run();
            } catch (InterruptedException e) {
                if (defect != AdapterDefect.SWALLOWS_INTERRUPTS || disconnected) {
                    throw e;
                }
            } catch (PlatformException e) {
                throw changed(e);
            }
        }
    }

    private PlatformException changed(PlatformException e) {
        if (defect == AdapterDefect.DIES_OF_TROUBLE) {
            throw new IllegalStateException(e);
        }
        if (defect == AdapterDefect.THROWS_SECRETS) {
            return new PlatformException.Unreachable("cannot call /bot" + token.reveal(), e);
        }
        if (defect == AdapterDefect.CALLS_ALL_UNREACHABLE) {
            return new PlatformException.Unreachable("failed", e);
        }
        if (defect == AdapterDefect.WAITS_AS_IT_LIKES && e instanceof PlatformException.Throttled) {
            return new PlatformException.Throttled("slowly", Duration.ofSeconds(1));
        }
        if (defect == AdapterDefect.NAIVE && e instanceof PlatformException.Throttled throttled) {
            return new PlatformException.Throttled(e.getMessage(), throttled.retryAfter());
        }
        return e;
    }

    private void idle() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends everything that the defect left behind. */
    void clear() throws Exception {
        end.countDown();
        disconnected = true;
        good.disconnect(CLEARING);
        if (polling != null) {
            polling.disconnect(CLEARING);
        }
        forgotten.join(CLEARING.toMillis());
        if (socket != null) {
            socket.close();
        }
    }
}
