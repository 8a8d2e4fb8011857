package dev.gateway.postgres.membership;

import dev.gateway.core.session.SessionId;
import dev.gateway.postgres.notice.GivenNotice;
import dev.gateway.postgres.notice.Notice;
import java.util.List;
import java.util.function.Supplier;

/** What the notices of other processes bring about, by the thread that hears them. */
final class HeardNotices {

    private final Supplier<SessionId> self;
    private final ClusterDuties duties;
    private final ClusterLook look;
    private final Runnable wakeControl;
    private final Listeners listeners;

    /**
     * Creates it.
     *
     * @param self returns the present registration of this process
     * @param wakeControl has the duties run
     */
    HeardNotices(
            Supplier<SessionId> self,
            ClusterDuties duties,
            ClusterLook look,
            Runnable wakeControl,
            Listeners listeners) {
        this.self = self;
        this.duties = duties;
        this.look = look;
        this.wakeControl = wakeControl;
        this.listeners = listeners;
    }

    /** Acts on notices that came together. */
    void hear(List<Notice> notices) {
        String own = self.get().text();
        List<GivenNotice> given = GivenNotice.of(notices, own);
        if (!given.isEmpty()) {
            duties.given(given); // First: nothing polls these accounts at this moment.
        }
        notices.forEach(each -> hear(each, own));
        wakeControl.run();
        notices.forEach(listeners::heard);
    }

    private void hear(Notice notice, String own) {
        switch (notice.kind()) {
            case GIVEN -> {
                boolean ours = GivenNotice.holder(notice).equals(own);
                if (ours && GivenNotice.of(notice).isEmpty()) {
                    duties.holdingsMayHaveChanged();
                } else {
                    look.accountsMayHaveChanged();
                }
            }
            case ACCOUNTS -> look.accountsMayHaveChanged();
            case HOSTS -> {
                if (!notice.detail().equals(own)) { // It knows what it has changed itself.
                    look.everythingMayHaveChanged();
                }
            }
            case JOURNAL -> {}
        }
    }
}
