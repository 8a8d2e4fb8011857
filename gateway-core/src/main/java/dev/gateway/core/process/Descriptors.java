package dev.gateway.core.process;

import dev.gateway.core.file.FileIdentity;

/** What a process has open, and with which locks. */
@FunctionalInterface
interface Descriptors {

    /** What the descriptors of a process say of one file. */
    enum Evidence {
        /** It has the file open and holds an exclusive lock on all of it. */
        EXCLUSIVE,
        /** It has the file open and holds another lock on it. */
        OTHER_LOCK,
        /** It has the file open and holds no lock on it. */
        OPEN,
        /** It has not opened the file, or there is no such process. */
        ABSENT,
        /** Its descriptors cannot be read: another user's process, or no /proc. */
        UNREADABLE
    }

    /** Returns what process {@code pid} has to do with {@code file}. */
    Evidence of(long pid, FileIdentity file);

    /** Returns the same for one moment: each process is read at most once. Not thread-safe. */
    default Descriptors snapshot() {
        return this;
    }
}
