package dev.gateway.core.http;

import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A connected socket whose reads and writes end at a deadline, at an interrupt, and when another
 * thread closes it. A plain {@link Socket} offers none of the three for writes and no interrupt at
 * all, so this one wraps a channel. TLS on top of it inherits these properties.
 */
final class DeadlineSocket extends Socket {

    /**
     * The number of bytes that an idle connection accepts without blocking: the smallest send
     * buffer of any system is larger.
     */
    private static final int SMALL = 8 << 10;

    private static final int SHORTEST_WAIT_MILLIS = 1;
    private static final int LONGEST_WAIT_MILLIS = 20;

    private final SocketChannel channel;
    private final Socket plain;
    private volatile Deadline deadline;
    private long written;

    DeadlineSocket(SocketChannel channel) {
        this.channel = channel;
        this.plain = channel.socket();
    }

    /** Begins an exchange that has to end by {@code end}. */
    void setDeadline(Deadline end) {
        deadline = end;
        written = 0;
    }

    /** Removes the deadline: reads wait without limit and writes block. */
    void clearDeadline() {
        deadline = null;
    }

    /**
     * Returns whether an idle connection is reusable: the server has neither closed it nor sent
     * unrequested bytes.
     */
    boolean isQuiet() {
        try {
            channel.configureBlocking(false);
            try {
                return channel.read(ByteBuffer.allocate(1)) == 0;
            } finally {
                channel.configureBlocking(true);
            }
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Input(plain.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new Output(plain.getOutputStream());
    }

    private final class Input extends InputStream {

        private final InputStream in;

        Input(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Deadline end = deadline;
            if (end != null && end.isExpired()) {
                throw new SocketTimeoutException();
            }
            plain.setSoTimeout(end == null ? 0 : end.timeoutMillis());
            return in.read(into, offset, length);
        }
    }

    private final class Output extends OutputStream {

        private final OutputStream out;

        Output(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            Deadline end = deadline;
            written += length;
            if (end == null || written <= SMALL) {
                out.write(from, offset, length);
            } else {
                writeBy(end, ByteBuffer.wrap(from, offset, length));
            }
        }

        private void writeBy(Deadline end, ByteBuffer bytes) throws IOException {
            channel.configureBlocking(false);
            try {
                int wait = SHORTEST_WAIT_MILLIS;
                while (bytes.hasRemaining()) {
                    if (channel.write(bytes) > 0) {
                        wait = SHORTEST_WAIT_MILLIS;
                        continue;
                    }
                    if (end.isExpired()) {
                        throw new SocketTimeoutException();
                    }
                    sleep(wait);
                    wait = Math.min(wait * 2, LONGEST_WAIT_MILLIS);
                }
            } finally {
                if (channel.isOpen()) {
                    channel.configureBlocking(true);
                }
            }
        }

        private void sleep(int millis) throws IOException {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                channel.close();
                throw new SocketException("interrupted");
            }
        }
    }

    @Override
    public SocketChannel getChannel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public boolean isConnected() {
        return plain.isConnected();
    }

    @Override
    public boolean isBound() {
        return plain.isBound();
    }

    @Override
    public InetAddress getInetAddress() {
        return plain.getInetAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return plain.getLocalAddress();
    }

    @Override
    public int getPort() {
        return plain.getPort();
    }

    @Override
    public int getLocalPort() {
        return plain.getLocalPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return plain.getRemoteSocketAddress();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return plain.getLocalSocketAddress();
    }

    @Override
    public boolean isInputShutdown() {
        return plain.isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        return plain.isOutputShutdown();
    }

    @Override
    public void shutdownInput() throws IOException {
        plain.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        plain.shutdownOutput();
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return plain.getSoTimeout();
    }

    /** Does nothing: the deadline sets the timeout. */
    @Override
    public synchronized void setSoTimeout(int timeout) {}

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        plain.setTcpNoDelay(on);
    }

    @Override
    public boolean getTcpNoDelay() throws SocketException {
        return plain.getTcpNoDelay();
    }

    @Override
    public int getSoLinger() throws SocketException {
        return plain.getSoLinger();
    }
}
