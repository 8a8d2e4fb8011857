package dev.gateway.core.http;

import dev.gateway.core.proxy.ProxyServer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A tunnel through a proxy: HTTP CONNECT, or SOCKS 5 (RFC 1928, 1929). It reads no byte of the
 * tunnelled connection.
 */
final class ProxyTunnel {

    private static final int LONGEST_HEAD = 16 << 10;
    private static final int VERSION = 5;
    private static final int PLAIN = 0;
    private static final int LOGIN = 2;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;

    private final ProxyServer proxy;

    ProxyTunnel(ProxyServer proxy) {
        this.proxy = proxy;
    }

    void open(Socket socket, Origin origin) throws IOException {
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        switch (proxy.kind()) {
            case HTTP -> connect(in, out, origin);
            case SOCKS5 -> socks(new DataInputStream(in), out, origin);
        }
    }

    private void connect(InputStream in, OutputStream out, Origin origin) throws IOException {
        var request = new StringBuilder();
        request.append("CONNECT ").append(origin.authority()).append(" HTTP/1.1\r\n");
        request.append("Host: ").append(origin.authority()).append("\r\n");
        proxy.authorization()
                .ifPresent(login -> request.append("Proxy-Authorization: " + login + "\r\n"));
        out.write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        out.flush();
        String[] words = head(in).split("[ \r\n]", 3);
        if (!words[0].startsWith("HTTP/1.") || words.length < 2 || !words[1].matches("\\d{3}")) {
            throw new IOException("it answers no HTTP");
        }
        if (words[1].equals("407")) {
            throw new IOException(
                    proxy.user().isPresent()
                            ? "it does not take the user and password (HTTP 407)"
                            : "it asks for a user and password (HTTP 407)");
        }
        if (!words[1].startsWith("2")) {
            throw new IOException("it refuses the connection (HTTP " + words[1] + ")");
        }
    }

    /**
     * Reads the head byte by byte, because the bytes after it belong to the tunnelled connection.
     */
    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n") && !head.toString().endsWith("\n\n")) {
            int next = in.read();
            if (next < 0 || head.length() > LONGEST_HEAD) {
                throw new IOException("it closed the connection");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private void socks(DataInputStream in, OutputStream out, Origin origin) throws IOException {
        boolean login = proxy.user().isPresent();
        out.write(login ? new byte[] {VERSION, 2, PLAIN, LOGIN} : new byte[] {VERSION, 1, PLAIN});
        out.flush();
        if (in.readUnsignedByte() != VERSION) {
            throw new IOException("it speaks no SOCKS 5");
        }
        int method = in.readUnsignedByte();
        if (method == LOGIN && login) {
            logIn(in, out);
        } else if (method != PLAIN) {
            throw new IOException("it asks for a user and password");
        }
        out.write(request(origin));
        out.flush();
        in.readUnsignedByte();
        int reply = in.readUnsignedByte();
        if (reply != 0) {
            throw new IOException(words(reply));
        }
        in.readUnsignedByte();
        int bound =
                switch (in.readUnsignedByte()) {
                    case IPV4 -> 4;
                    case IPV6 -> 16;
                    case NAME -> in.readUnsignedByte();
                    default -> throw new IOException("it speaks no SOCKS 5");
                };
        in.readFully(new byte[bound + Short.BYTES]);
    }

    private void logIn(DataInputStream in, OutputStream out) throws IOException {
        byte[] user = proxy.user().orElseThrow().reveal().getBytes(StandardCharsets.UTF_8);
        byte[] password = proxy.password().reveal().getBytes(StandardCharsets.UTF_8);
        var request = new ByteArrayOutputStream();
        request.write(1);
        request.write(user.length);
        request.writeBytes(user);
        request.write(password.length);
        request.writeBytes(password);
        request.writeTo(out);
        out.flush();
        in.readUnsignedByte();
        if (in.readUnsignedByte() != 0) {
            throw new IOException("it does not take the user and password");
        }
    }

    private static byte[] request(Origin origin) throws IOException {
        var request = new ByteArrayOutputStream();
        request.writeBytes(new byte[] {VERSION, CONNECT, 0});
        String host = origin.host();
        if (host.contains(":") || host.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            byte[] address = InetAddress.getByName(host).getAddress();
            request.write(address.length == 4 ? IPV4 : IPV6);
            request.writeBytes(address);
        } else {
            byte[] name = host.getBytes(StandardCharsets.US_ASCII);
            request.write(NAME);
            request.write(name.length);
            request.writeBytes(name);
        }
        request.write(origin.port() >> 8);
        request.write(origin.port());
        return request.toByteArray();
    }

    private static String words(int reply) {
        return switch (reply) {
            case 2 -> "it does not allow the connection";
            case 3 -> "it cannot reach the network of the host";
            case 4 -> "it cannot reach the host";
            case 5 -> "the host refuses its connection";
            default -> "it refuses the connection (SOCKS reply " + reply + ")";
        };
    }
}
