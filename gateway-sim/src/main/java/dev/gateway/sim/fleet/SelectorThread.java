package dev.gateway.sim.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;

/** A selector and the daemon thread that serves its channels until it is closed. */
final class SelectorThread implements AutoCloseable {

    private final Selector selector;
    private final Thread thread;
    private volatile boolean open = true;

    /**
     * Opens the selector.
     *
     * @param work the work of the thread, until {@link #isOpen} is false
     */
    SelectorThread(String name, Runnable work) throws IOException {
        selector = Selector.open();
        thread = new Thread(work, name);
        thread.setDaemon(true);
    }

    Selector selector() {
        return selector;
    }

    void start() {
        thread.start();
    }

    boolean isOpen() {
        return open;
    }

    /** Ends the thread and closes all channels. */
    @Override
    public void close() {
        open = false;
        selector.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a connection", e);
        }
    }
}
