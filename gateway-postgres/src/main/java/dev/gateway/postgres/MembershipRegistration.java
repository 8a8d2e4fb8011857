package dev.gateway.postgres;

import dev.gateway.core.cluster.Membership;
import dev.gateway.core.platform.AccountId;
import dev.gateway.postgres.journal.Registered;
import dev.gateway.postgres.membership.PostgresMembership;
import dev.gateway.postgres.notice.Notice;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The registration of this process as the membership keeps it. */
record MembershipRegistration(PostgresMembership hosts) implements Registered {

    @Override
    public String session() {
        return hosts.registration().text();
    }

    @Override
    public Optional<Membership> membership() {
        return Optional.of(hosts);
    }

    @Override
    public Optional<String> takeCursor(AccountId account, long epoch) {
        return hosts.takeCursor(account, epoch);
    }

    @Override
    public void onChange(Runnable listener) {
        hosts.onNotice(notice -> hear(notice, listener));
        hosts.onRegistration(registration -> listener.run());
        hosts.onChange(listener);
    }

    /** Passes on what others have changed; a notice comes to its sender too. */
    private void hear(Notice notice, Runnable listener) {
        if (notice.kind() == Notice.Kind.JOURNAL && !notice.detail().equals(session())) {
            listener.run();
        }
    }

    @Override
    public void tellOthers(Connection connection) throws SQLException {
        Notice.send(connection, hosts.database(), Notice.Kind.JOURNAL, session());
    }

    @Override
    public void onReachable(Runnable listener) {
        hosts.onReachable(listener);
    }

    @Override
    public void close() {
        hosts.close();
    }
}
