package dev.gateway.postgres.schedule;

import dev.gateway.core.cluster.AccountLease;
import dev.gateway.core.config.journal.JournalConfig;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.engine.JournalEngine;

/**
 * A change of a simulated process, by which a control shows that the judge finds the defect. The
 * default methods change nothing.
 */
interface Adjustment {

    /** No change. */
    Adjustment NONE = new Adjustment() {};

    /** Returns the engine of the journal. */
    default JournalEngine engine() {
        return JournalEngine.named(JournalConfig.POSTGRES);
    }

    /** Returns the lease that the process asks before each request. */
    default AccountLease lease(AccountLease lease, HostGate gate) {
        return lease;
    }

    /** Returns an adjustment that only changes the engine. */
    static Adjustment with(JournalEngine engine) {
        return new Adjustment() {
            @Override
            public JournalEngine engine() {
                return engine;
            }
        };
    }

    /** Returns the key with which an answer is sent. */
    default String key(ClaimedAnswer answer) {
        return answer.id();
    }
}
