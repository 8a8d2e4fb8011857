package dev.gateway.postgres.spool;

/** A spool file that is not as it was written. The message is a fragment. */
final class DamagedSpoolFileException extends Exception {

    private static final long serialVersionUID = 1L;

    DamagedSpoolFileException(String reason) {
        super(reason);
    }
}
