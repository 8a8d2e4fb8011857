package dev.gateway.adapter.feishu.connection;

import dev.gateway.adapter.feishu.FeishuFactory;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A loopback server for one first connection: one discovery, one upgrade, one pong. Only for {@link
 * FeishuFactory#warmUp}; any other request closes the connection.
 */
public final class LoopbackFeishu implements Closeable {

    private static final int READ_WITHIN_MILLIS = 2_000;
    private static final int LONGEST_HEAD = 8_192;
    private static final int BINARY = 0x82;
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d{1,4})\r");
    private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: (\\S+)\r");

    private final ServerSocket listener;

    public LoopbackFeishu() throws IOException {
        listener = new ServerSocket(0, 2, InetAddress.getLoopbackAddress());
        var thread = new Thread(this::run, "feishu-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    private void run() {
        try {
            try (Socket discovery = accept()) {
                discover(discovery);
            }
            try (Socket connection = accept()) {
                connect(connection);
            }
        } catch (IOException e) {
            // The warm-up ends in any case.
        }
    }

    private Socket accept() throws IOException {
        Socket socket = listener.accept();
        socket.setSoTimeout(READ_WITHIN_MILLIS);
        return socket;
    }

    private void discover(Socket socket) throws IOException {
        Matcher length = LENGTH.matcher(head(socket));
        socket.getInputStream().readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
        String answer =
                "{\"code\":0,\"data\":{\"URL\":\"%s/ws?service_id=1\"}}"
                        .formatted(uri().toString().replace("http", "ws"));
        write(
                socket,
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(answer.length(), answer));
    }

    private static void connect(Socket socket) throws IOException {
        Matcher key = KEY.matcher(head(socket));
        if (!key.find()) {
            return;
        }
        write(
                socket,
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: %s\r\n\r\n".formatted(accept(key.group(1))));
        var in = new DataInputStream(socket.getInputStream());
        skipShortMessage(in);
        var type = List.of(new Frame.Header("type", "pong"));
        byte[] pong =
                FrameCodec.encode(new Frame(0, 0, 1, Frame.CONTROL, type, null, null, null, null));
        var message = new ByteArrayOutputStream();
        message.write(BINARY);
        message.write(pong.length);
        message.writeBytes(pong);
        socket.getOutputStream().write(message.toByteArray());
        skipShortMessage(in); // its CLOSE
    }

    private static void skipShortMessage(DataInputStream in) throws IOException {
        in.readByte();
        int length = in.readByte() & 0x7F;
        in.readNBytes(Integer.BYTES + length);
    }

    private static String head(Socket socket) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0 || head.length() > LONGEST_HEAD) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String accept(String key) throws IOException {
        try {
            String joined = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455, 1.3
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest(joined.getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
