package dev.gateway.postgres.membership;

/**
 * The marks by which a process gets no accounts.
 *
 * @param draining whether it gives all its accounts away
 * @param outgoing whether it has passed its home on
 */
record HostMarks(boolean draining, boolean outgoing) {

    static final HostMarks NONE = new HostMarks(false, false);

    HostMarks withDraining(boolean on) {
        return new HostMarks(on, outgoing);
    }

    HostMarks asOutgoing() {
        return new HostMarks(draining, true);
    }
}
