package dev.gateway.adapter.feishu.connection;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The platform's end of one WebSocket (RFC 6455, server side). */
public final class BareWebSocketConnection {

    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: (\\S+)");

    private final Socket socket;
    private final BareWebSocketServer frontier;
    private final Thread reader;
    private final BlockingQueue<Frame> acks = new LinkedBlockingQueue<>();
    private final BlockingQueue<Frame> pings = new LinkedBlockingQueue<>();
    private volatile Runnable ready = () -> {};

    /** Completes with the time of the client's CLOSE. */
    public final CompletableFuture<Long> closeReceived = new CompletableFuture<>();

    /** Completes when the client's side of the TCP connection is closed. */
    public final CompletableFuture<Long> connectionClosed = new CompletableFuture<>();

    BareWebSocketConnection(Socket socket, BareWebSocketServer frontier) {
        this.socket = socket;
        this.frontier = frontier;
        this.reader = new Thread(this::run, "test-frontier-connection");
        this.reader.setDaemon(true);
    }

    void start(Runnable whenReady) {
        ready = whenReady;
        reader.start();
    }

    public Frame ack() throws InterruptedException {
        return next(acks, "ack");
    }

    public Frame ping() throws InterruptedException {
        return next(pings, "ping");
    }

    public int acks() {
        return acks.size();
    }

    public void send(Frame frame) throws IOException {
        write(BINARY, FrameCodec.encode(frame));
    }

    void sendBytes(byte[] bytes) throws IOException {
        write(BINARY, bytes);
    }

    void sendClose(int status) throws IOException {
        write(CLOSE, new byte[] {(byte) (status >> 8), (byte) status});
    }

    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    void close() throws IOException, InterruptedException {
        socket.close();
        reader.join(5_000);
    }

    private static Frame next(BlockingQueue<Frame> frames, String what)
            throws InterruptedException {
        Frame frame = frames.poll(60, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("no " + what + " within 60 s");
        }
        return frame;
    }

    private void run() {
        try {
            shakeHands();
            ready.run();
            read(new DataInputStream(socket.getInputStream()));
            closeReceived.completeExceptionally(
                    new EOFException("closed the connection without a CLOSE"));
        } catch (IOException gone) {
            closeReceived.completeExceptionally(gone);
        } finally {
            connectionClosed.complete(System.nanoTime());
        }
    }

    private void shakeHands() throws IOException {
        Matcher key = KEY.matcher(readHead(socket));
        if (!key.find()) {
            throw new IOException("no WebSocket upgrade");
        }
        String answer =
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: "
                        + accept(key.group(1))
                        + "\r\n\r\n";
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    }

    private void read(DataInputStream in) throws IOException {
        while (true) {
            int head = in.read();
            if (head < 0) {
                return;
            }
            int opcode = head & 0x0F;
            byte[] payload = payload(in);
            if (opcode == CLOSE) {
                closeReceived.complete(System.nanoTime());
                if (frontier.answersClose) {
                    write(CLOSE, payload);
                    socket.shutdownOutput();
                }
            } else if (opcode == BINARY) {
                received(FrameCodec.decode(payload));
            }
        }
    }

    private static byte[] payload(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte() & 0x7F;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = (int) in.readLong();
        }
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return payload;
    }

    private void received(Frame frame) throws IOException {
        if (!frame.isOfType("ping")) {
            acks.add(frame);
            return;
        }
        pings.add(frame);
        if (frontier.pong != null) {
            List<Frame.Header> headers = new ArrayList<>();
            headers.add(new Frame.Header("type", "pong"));
            byte[] config = frontier.pong.getBytes(StandardCharsets.UTF_8);
            send(
                    new Frame(
                            0,
                            0,
                            frame.service(),
                            Frame.CONTROL,
                            headers,
                            null,
                            null,
                            config,
                            null));
        }
    }

    private synchronized void write(int opcode, byte[] payload) throws IOException {
        var message = new ByteArrayOutputStream();
        message.write(0x80 | opcode);
        if (payload.length < 126) {
            message.write(payload.length);
        } else if (payload.length < 1 << 16) {
            message.write(126);
            message.write(payload.length >> 8);
            message.write(payload.length);
        } else {
            message.write(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                message.write((int) ((long) payload.length >> shift));
            }
        }
        message.writeBytes(payload);
        OutputStream out = socket.getOutputStream();
        out.write(message.toByteArray());
        out.flush();
    }

    /** Reads up to the empty line. */
    static String readHead(Socket socket) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("closed the connection during the handshake");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static String accept(String key) {
        try {
            byte[] magic =
                    (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                            .getBytes(StandardCharsets.US_ASCII);
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(magic);
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
