package dev.gateway.cli.journal;

import dev.gateway.core.journal.engine.CopiedTable;
import dev.gateway.core.journal.engine.JournalCopy;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The progress of a copy that takes longer than a second, in one line a second. */
final class CopyProgress implements JournalCopy.Progress {

    private static final long EVERY = TimeUnit.SECONDS.toNanos(1);

    private final Consumer<String> printer;
    private final LongSupplier nanos;
    private long next;

    CopyProgress(Consumer<String> printer) {
        this(printer, System::nanoTime);
    }

    CopyProgress(Consumer<String> printer, LongSupplier nanos) {
        this.printer = printer;
        this.nanos = nanos;
        this.next = nanos.getAsLong() + EVERY;
    }

    @Override
    public void copied(CopiedTable table, long rows, long all) {
        long now = nanos.getAsLong();
        if (now - next >= 0) {
            next = now + EVERY;
            printer.accept("%s: %,d of %,d".formatted(table.title(), rows, all));
        }
    }
}
