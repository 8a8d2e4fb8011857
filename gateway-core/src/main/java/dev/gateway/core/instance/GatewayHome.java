package dev.gateway.core.instance;

import java.nio.file.Path;

/**
 * The folder of one gateway and the paths of its files.
 *
 * @param folder absolute
 */
public record GatewayHome(Path folder) {

    /** Makes the path absolute. */
    public GatewayHome {
        folder = folder.toAbsolutePath().normalize();
    }

    /** Returns {@code config.yaml}, the operator's settings. */
    public Path config() {
        return folder.resolve("config.yaml");
    }

    /** Returns {@code gateway.lock}: the kernel lock on it is the right to run. Never deleted. */
    public Path lock() {
        return folder.resolve("gateway.lock");
    }

    /**
     * Returns {@code takeover.lock}, which admits one replacing or restarting process at a time.
     * Never deleted.
     */
    public Path takeoverLock() {
        return folder.resolve("takeover.lock");
    }

    /**
     * Returns {@code successor.lock}, held shared by each process that waits for the home and can
     * take it over from a living one. Never deleted.
     */
    public Path successorLock() {
        return folder.resolve("successor.lock");
    }

    /** Returns {@code handover.request}: a restart asks the running process to pass its home on. */
    public Path handoverRequest() {
        return folder.resolve("handover.request");
    }

    /** Returns {@code sessions}: the lives of gateway processes in this home, two files each. */
    public Path sessions() {
        return folder.resolve("sessions");
    }

    /**
     * Returns {@code gateway.pid}, the record of the running process, for people and for signals.
     */
    public Path pidFile() {
        return folder.resolve("gateway.pid");
    }

    /** Returns {@code state.json}, the latest snapshot. */
    public Path state() {
        return folder.resolve("state.json");
    }

    /** Returns {@code events.jsonl}, the lifecycle events. */
    public Path events() {
        return folder.resolve("events.jsonl");
    }

    /** Returns {@code journal.db}: messages, answers and cursors. */
    public Path journal() {
        return folder.resolve("journal.db");
    }

    /**
     * Returns {@code cluster.json}: the identity of this home among the hosts that share a journal,
     * and that of their database.
     */
    public Path cluster() {
        return folder.resolve("cluster.json");
    }

    /** Returns {@code logs}. */
    public Path logs() {
        return folder.resolve("logs");
    }

    /** Returns {@code logs/gateway.log}. */
    public Path log() {
        return logs().resolve("gateway.log");
    }

    /**
     * Returns {@code logs/gateway.out}: the output of a detached process, including a crash report
     * of the JVM.
     */
    public Path console() {
        return logs().resolve("gateway.out");
    }

    /** Returns {@code media}: attachments, one folder per account. */
    public Path media() {
        return folder.resolve("media");
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
