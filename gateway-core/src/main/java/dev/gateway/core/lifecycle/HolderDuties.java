package dev.gateway.core.lifecycle;

import dev.gateway.core.journal.Journal;
import dev.gateway.core.reload.ReloadLoop;
import java.io.IOException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work that only the holder of a home does: the checks and files of every second, reloads, the
 * deletion of old attachments, the care for the journal. It rests while another process may have
 * the home. Used by the thread of the gateway.
 */
final class HolderDuties {

    private static final Logger LOG = LoggerFactory.getLogger(HolderDuties.class);

    private final MaintenanceScheduler scheduler;
    private final ReloadLoop reloads;
    private final Journal journal;
    private final Supplier<MediaSweeper> sweepers;
    private MediaSweeper sweeper;

    /**
     * Creates the duties, of which scheduler and reloads are at work.
     *
     * @param sweepers creates the deletion of old attachments
     */
    HolderDuties(
            MaintenanceScheduler scheduler,
            ReloadLoop reloads,
            Journal journal,
            Supplier<MediaSweeper> sweepers) {
        this.scheduler = scheduler;
        this.reloads = reloads;
        this.journal = journal;
        this.sweepers = sweepers;
        beginSweeping();
    }

    private void beginSweeping() {
        sweeper = sweepers.get();
        sweeper.start();
    }

    /**
     * Leaves the work to another process: nothing of it is done after the return.
     *
     * @return false if a part of it hangs; then this process keeps all of it
     */
    boolean rest() throws InterruptedException {
        reloads.pause();
        sweeper.close();
        if (!scheduler.pause()) {
            LOG.warn("A periodic task hangs; the home is not passed on before the end.");
            resume();
            return false;
        }
        try {
            journal.yieldMaintenance();
            return true;
        } catch (IOException e) {
            LOG.warn("The home is not passed on before the end: {}", e.getMessage());
            resume();
            return false;
        }
    }

    /** Takes the work up again, since the home is still or again this process's. */
    void resume() {
        journal.takeMaintenance();
        beginSweeping();
        scheduler.resume();
        reloads.resume();
    }

    /** Ends the deletion of old attachments. */
    void close() {
        sweeper.close();
    }
}
