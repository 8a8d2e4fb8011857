package dev.gateway.core.instance;

import java.nio.file.Path;

/**
 * The folder of one gateway, and the names of what is in it.
 *
 * @param folder absolute
 */
public record GatewayHome(Path folder) {

    /** Makes the path absolute. */
    public GatewayHome {
        folder = folder.toAbsolutePath().normalize();
    }

    /** {@code config.yaml}: the operator's. */
    public Path config() {
        return folder.resolve("config.yaml");
    }

    /** {@code gateway.lock}: the kernel lock on it is the right to run. Never deleted. */
    public Path lock() {
        return folder.resolve("gateway.lock");
    }

    /** {@code takeover.lock}: one replacer or restarter at a time. Never deleted. */
    public Path takeoverLock() {
        return folder.resolve("takeover.lock");
    }

    /** {@code gateway.pid}: who runs here, for people and for signals. */
    public Path pidFile() {
        return folder.resolve("gateway.pid");
    }

    /** {@code state.json}: the latest snapshot. */
    public Path state() {
        return folder.resolve("state.json");
    }

    /** {@code events.jsonl}: the lifecycle trail. */
    public Path events() {
        return folder.resolve("events.jsonl");
    }

    /** {@code journal.db}: messages, answers and cursors. */
    public Path journal() {
        return folder.resolve("journal.db");
    }

    /** {@code logs}. */
    public Path logs() {
        return folder.resolve("logs");
    }

    /** {@code logs/gateway.log}. */
    public Path log() {
        return logs().resolve("gateway.log");
    }

    /** {@code logs/gateway.out}: what a detached process prints, a crash of the JVM included. */
    public Path console() {
        return logs().resolve("gateway.out");
    }

    /** {@code media}: attachments, a folder per account. */
    public Path media() {
        return folder.resolve("media");
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
