package dev.gateway.core.http;

import dev.gateway.core.time.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The client side of a WebSocket (RFC 6455) for binary messages, on the connections of the HTTP
 * client. A reader thread and a writer thread end with it; because of the writer, sending never
 * blocks. Thread-safe.
 */
public final class WebSocketConnection {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int MOST_WAITING = 10_000;
    private static final int LONGEST_CONTROL = 125;
    private static final int NORMAL = 1000;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int TOO_BIG = 1009;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final HttpClient http;
    private final HttpCall call = new HttpCall();
    private final HttpConnection connection;
    private final DataInputStream in;
    private final OutputStream out;
    private final int largest;
    private final Consumer<byte[]> received;
    private final SecureRandom random;
    private final BlockingQueue<Frame> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final AtomicReference<String> reason = new AtomicReference<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final Thread reader;
    private final Thread writer;
    private boolean closing;

    /** An outgoing frame: its opcode and its content. */
    private record Frame(int opcode, byte[] content) {}

    private WebSocketConnection(
            HttpClient http,
            HttpConnection connection,
            String name,
            int largest,
            Consumer<byte[]> received,
            SecureRandom random) {
        this.http = http;
        this.connection = connection;
        this.in = new DataInputStream(connection.upgradedInput());
        this.out = connection.upgradedOutput();
        this.largest = largest;
        this.received = received;
        this.random = random;
        reader = new Thread(this::read, name + "-reader");
        writer = new Thread(this::write, name + "-writer");
        reader.setDaemon(true);
        writer.setDaemon(true);
    }

    /** An exception for a handshake that the server answered with another status than 101. */
    public static final class UpgradeRefusedException extends Exception {

        private final transient HttpResponse<Void> response;

        UpgradeRefusedException(HttpResponse<Void> response) {
            super("refused with HTTP " + response.statusCode());
            this.response = response;
        }

        /** Returns the server's response. */
        public HttpResponse<Void> response() {
            return response;
        }
    }

    /**
     * Connects.
     *
     * @param uri a ws or wss address
     * @param name prefix of its threads' names
     * @param largest the longest accepted message, in bytes
     * @param received called for each message, one at a time; must not block
     * @throws UpgradeRefusedException if the server refuses the upgrade
     */
    public static WebSocketConnection open(
            HttpClient http,
            URI uri,
            String name,
            int largest,
            Duration within,
            CancellationScope scope,
            Consumer<byte[]> received)
            throws UpgradeRefusedException,
                    HttpCallException,
                    CallCancelledException,
                    InterruptedException {
        Object opened =
                http.guarded(
                        within,
                        scope,
                        call -> handshake(http, uri, name, largest, within, call, received));
        if (opened instanceof WebSocketConnection connection) {
            return connection;
        }
        throw (UpgradeRefusedException) opened;
    }

    /** Performs the handshake. Returns the connection, or the exception of a refusal. */
    private static Object handshake(
            HttpClient http,
            URI uri,
            String name,
            int largest,
            Duration within,
            HttpCall call,
            Consumer<byte[]> received)
            throws IOException, InterruptedException {
        Deadline deadline = Deadline.after(within);
        var random = new SecureRandom();
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        String key = Base64.getEncoder().encodeToString(nonce);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(uri.toString().replaceFirst("^ws", "http")))
                        .header("Upgrade", "websocket")
                        .header("Connection", "Upgrade")
                        .header("Sec-WebSocket-Key", key)
                        .header("Sec-WebSocket-Version", "13")
                        .build();
        HttpConnection connection = http.connect(uri, deadline, call);
        boolean good = false;
        try {
            call.attach(connection);
            ResponseHead head = connection.upgrade(request, deadline);
            if (head.statusCode() != 101) {
                return new UpgradeRefusedException(
                        new HttpResponse<>(head.statusCode(), head.headers(), null));
            }
            HttpHeaders headers = head.headers();
            boolean agreed =
                    headers.has("upgrade", "websocket")
                            && headers.has("connection", "upgrade")
                            && headers.firstValue("sec-websocket-accept")
                                    .filter(accept(key)::equals)
                                    .isPresent()
                            && headers.all("sec-websocket-extensions").isEmpty();
            if (!agreed) {
                throw new IOException("an answer to the WebSocket handshake that does not fit");
            }
            var opened = new WebSocketConnection(http, connection, name, largest, received, random);
            opened.start();
            good = true;
            return opened;
        } finally {
            call.detach();
            if (!good || call.cancelled()) {
                connection.close();
            }
        }
    }

    private static String accept(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] joined = (key + GUID).getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder().encodeToString(sha1.digest(joined));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private void start() throws IOException {
        call.attach(connection);
        http.adopt(call);
        boolean started = false;
        try {
            writer.start();
            reader.start();
            started = true;
        } catch (OutOfMemoryError e) {
            throw new IOException("no thread for the connection: " + e.getMessage());
        } finally {
            if (!started) {
                end("no thread");
                writer.interrupt();
                http.release(call);
            }
        }
    }

    /** Returns a future that completes with the reason when the connection is closed or broken. */
    public CompletableFuture<String> ended() {
        return ended;
    }

    /** Queues a binary message. Does nothing once closing has begun. */
    public synchronized void send(byte[] message) {
        if (!closing) {
            enqueue(new Frame(BINARY, message));
        }
    }

    /** Begins an orderly close after the messages queued before. Never blocks; idempotent. */
    public synchronized void beginClose() {
        close(NORMAL);
    }

    private synchronized void close(int status) {
        if (!closing) {
            closing = true;
            enqueue(new Frame(CLOSE, ByteBuffer.allocate(2).putShort((short) status).array()));
        }
    }

    private void enqueue(Frame frame) {
        if (!waiting.offer(frame)) {
            abort("the server does not take what is sent");
        }
    }

    /** Closes the connection at once. Never blocks; idempotent. */
    public void abort(String reason) {
        end(reason);
        call.cancel();
        writer.interrupt();
    }

    /**
     * Closes the connection and waits for its two threads.
     *
     * @return whether they ended in time
     */
    public boolean awaitThreads(Duration within) throws InterruptedException {
        Deadline deadline = Deadline.after(within);
        abort("closed");
        for (Thread thread : new Thread[] {reader, writer}) {
            if (thread != Thread.currentThread()) {
                thread.join(deadline.timeoutMillis());
            }
        }
        return !reader.isAlive() && !writer.isAlive();
    }

    /** Completes with the first reason given. */
    private void end(String last) {
        reason.compareAndSet(null, last);
        ended.complete(reason.get());
    }

    private void write() {
        try {
            while (true) {
                Frame frame = waiting.take();
                writeFrame(frame);
                if (frame.opcode() == CLOSE) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            // Closed: queued frames are dropped.
        } catch (Throwable e) {
            abort("cannot send: " + messageOf(e));
        }
    }

    /**
     * Writes a masked frame: RFC 6455 requires masks so that no proxy mistakes the content for
     * HTTP.
     */
    private void writeFrame(Frame frame) throws IOException {
        byte[] content = frame.content();
        var head = ByteBuffer.allocate(14);
        head.put((byte) (0x80 | frame.opcode()));
        if (content.length <= LONGEST_CONTROL) {
            head.put((byte) (0x80 | content.length));
        } else if (content.length <= 0xFFFF) {
            head.put((byte) (0x80 | 126)).putShort((short) content.length);
        } else {
            head.put((byte) (0x80 | 127)).putLong(content.length);
        }
        byte[] mask = new byte[4];
        random.nextBytes(mask);
        head.put(mask);
        byte[] masked = new byte[content.length];
        for (int i = 0; i < content.length; i++) {
            masked[i] = (byte) (content[i] ^ mask[i & 3]);
        }
        out.write(head.array(), 0, head.position());
        out.write(masked);
        out.flush();
    }

    private void read() {
        try {
            readFrames();
        } catch (EOFException e) {
            end("broken: the server closed the connection");
        } catch (IOException e) {
            end("broken: " + messageOf(e));
        } catch (Throwable e) {
            end("broken: " + e);
        } finally {
            end("closed");
            call.cancel();
            writer.interrupt();
            http.release(call);
        }
    }

    private void readFrames() throws IOException {
        var message = new ByteArrayOutputStream();
        boolean inMessage = false;
        while (true) {
            int first = in.readUnsignedByte();
            int second = in.readUnsignedByte();
            int opcode = first & 0x0F;
            long length = length(second & 0x7F);
            boolean control = opcode >= CLOSE;
            boolean last = (first & 0x80) != 0;
            boolean wrong =
                    (first & 0x70) != 0
                            || (second & 0x80) != 0
                            || control && (!last || length > LONGEST_CONTROL)
                            || !control && (opcode == CONTINUATION) != inMessage
                            || !control && opcode > BINARY
                            || opcode == TEXT
                            || opcode > PONG;
            if (wrong) {
                fail(PROTOCOL_ERROR, "a frame that is not allowed");
                return;
            }
            if (length < 0 || !control && message.size() + length > largest) {
                fail(TOO_BIG, "a message of more than " + largest + " bytes");
                return;
            }
            byte[] content = in.readNBytes((int) length);
            if (content.length < length) {
                throw new EOFException();
            }
            if (opcode == CLOSE) {
                closed(content);
                return;
            }
            if (opcode == PING) {
                pong(content);
            } else if (!control) {
                message.writeBytes(content);
                inMessage = !last;
                if (last) {
                    byte[] whole = message.toByteArray();
                    message = new ByteArrayOutputStream();
                    received.accept(whole);
                }
            }
        }
    }

    private long length(int given) throws IOException {
        return switch (given) {
            case 126 -> in.readUnsignedShort();
            case 127 -> in.readLong();
            default -> given;
        };
    }

    private synchronized void pong(byte[] content) {
        if (!closing) {
            enqueue(new Frame(PONG, content));
        }
    }

    private void fail(int status, String message) {
        closeBecause("broken: " + message, status);
    }

    /**
     * Sends a CLOSE frame before it completes {@link #ended}: the caller closes the connection at
     * that moment, and the server would never see the frame.
     */
    private void closeBecause(String message, int status) {
        reason.compareAndSet(null, message);
        close(status);
        awaitWriter();
        end(message);
    }

    private void closed(byte[] content) {
        int status = content.length < 2 ? 1005 : ByteBuffer.wrap(content).getShort() & 0xFFFF;
        String message =
                content.length <= 2
                        ? ""
                        : new String(content, 2, content.length - 2, StandardCharsets.UTF_8)
                                .replaceAll("\\s+", " ")
                                .strip();
        closeBecause(
                "closed with " + status + (message.isEmpty() ? "" : ", " + http.redact(message)),
                NORMAL);
    }

    /** Waits up to a second until the CLOSE frame is written. */
    private void awaitWriter() {
        try {
            writer.join(Duration.ofSeconds(1).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String messageOf(Throwable failure) {
        return HttpCallException.of(failure, text -> text).getMessage();
    }
}
