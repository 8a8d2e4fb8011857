package dev.gateway.adapter.feishu;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Puts the pieces of binary messages together, and notes how the connection ended. */
final class FrameListener implements WebSocket.Listener {

    /** Frames are small; the platform cuts larger events into several. */
    static final int LARGEST_MESSAGE = 4 << 20;

    private final Consumer<byte[]> received;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private ByteArrayOutputStream message = new ByteArrayOutputStream();

    FrameListener(Consumer<byte[]> received) {
        this.received = received;
    }

    CompletableFuture<String> ended() {
        return ended;
    }

    void end(String reason) {
        ended.complete(reason);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        if (message.size() + data.remaining() > LARGEST_MESSAGE) {
            end("a message of more than " + LARGEST_MESSAGE + " bytes");
            socket.abort();
            return null;
        }
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        message.writeBytes(bytes);
        if (last) {
            byte[] whole = message.toByteArray();
            message = new ByteArrayOutputStream();
            received.accept(whole);
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        String words = Answer.oneLine(reason);
        end("closed by Feishu with " + status + (words.isEmpty() ? "" : ", " + words));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        end("broken: " + words(error));
    }

    static String words(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : Answer.oneLine(message);
    }
}
