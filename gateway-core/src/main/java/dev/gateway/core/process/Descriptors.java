package dev.gateway.core.process;

import dev.gateway.core.file.FileIdentity;

/** The open files of processes, with their locks. */
@FunctionalInterface
interface Descriptors {

    /** The relation of a process to a file, as its descriptors show it. */
    enum Evidence {
        /** The process has the file open and holds an exclusive lock on all of it. */
        EXCLUSIVE,
        /** The process has the file open and holds another lock on it. */
        OTHER_LOCK,
        /** The process has the file open and holds no lock on it. */
        OPEN,
        /** The process has not opened the file, or does not exist. */
        ABSENT,
        /** The descriptors cannot be read: another user's process, or no /proc. */
        UNREADABLE
    }

    /** Returns the relation of process {@code pid} to {@code file}. */
    Evidence of(long pid, FileIdentity file);

    /** Returns a view of one moment, which reads each process at most once. Not thread-safe. */
    default Descriptors snapshot() {
        return this;
    }
}
