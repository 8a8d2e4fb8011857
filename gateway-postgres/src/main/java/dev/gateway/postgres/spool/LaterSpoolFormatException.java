package dev.gateway.postgres.spool;

/** A spool file that only a later version of the program can read. */
final class LaterSpoolFormatException extends Exception {

    private static final long serialVersionUID = 1L;
}
