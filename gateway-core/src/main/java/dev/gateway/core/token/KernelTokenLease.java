package dev.gateway.core.token;

import dev.gateway.core.process.KernelLock;
import java.util.function.Consumer;

/**
 * A token held by a kernel lock. It is lost with the process, or if its file was replaced, or
 * opened and closed inside this process; {@link #isValid} detects that, and the callback for an
 * early end never runs.
 */
final class KernelTokenLease implements TokenLease {

    private final TokenKey key;
    private final long epoch;
    private final KernelLock lock;
    private final Consumer<KernelTokenLease> onClose;
    private volatile boolean valid = true;

    KernelTokenLease(
            TokenKey key, long epoch, KernelLock lock, Consumer<KernelTokenLease> onClose) {
        this.key = key;
        this.epoch = epoch;
        this.lock = lock;
        this.onClose = onClose;
    }

    @Override
    public TokenKey key() {
        return key;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public boolean isValid() {
        return valid && lock.isIntact();
    }

    @Override
    public String lossReason() {
        return lock.isLost()
                ? "the kernel dropped the lock, as "
                        + lock.file()
                        + " was opened and closed in this process"
                : "the lock file "
                        + lock.file()
                        + " was deleted or replaced; leave lock files alone";
    }

    @Override
    public synchronized void close() {
        if (valid) {
            valid = false;
            lock.close(); // First the registry: a probe by this process must not come between.
            onClose.accept(this);
        }
    }
}
