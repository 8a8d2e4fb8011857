package dev.gateway.postgres.notice;

import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The notice that an account was given to a process, with what that process needs to poll: it comes
 * with the commit that gives, so no query has to follow it.
 *
 * @param session the registration of the new holder
 * @param account the account
 * @param epoch the number of its holding
 * @param cursor its cursor as it is stored; empty if it has none, or a long one
 */
public record GivenNotice(
        SessionId session, AccountId account, long epoch, Optional<String> cursor) {

    /**
     * The end of an SQL expression of the payload, over the columns of the account, after the kind.
     * The server takes a payload of at most 8,000 bytes.
     */
    public static final String DETAIL =
            "session || chr(10) || epoch || chr(10) || id || CASE WHEN octet_length(cursor) <= 4000"
                    + " THEN chr(10) || cursor ELSE '' END";

    private static final int PARTS = 4;

    /** Reads a notice; empty if it tells no more than who got something. */
    public static Optional<GivenNotice> of(Notice notice) {
        String[] parts = notice.detail().split("\n", PARTS);
        if (notice.kind() != Notice.Kind.GIVEN || parts.length < PARTS - 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new GivenNotice(
                            new SessionId(parts[0]),
                            new AccountId(parts[2]),
                            Long.parseLong(parts[1]),
                            parts.length < PARTS ? Optional.empty() : Optional.of(parts[3])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns what was given to a registration, as far as notices say it. */
    public static List<GivenNotice> of(List<Notice> notices, String holder) {
        List<GivenNotice> given = new ArrayList<>();
        for (Notice each : notices) {
            if (holder(each).equals(holder)) {
                of(each).ifPresent(given::add);
            }
        }
        return given;
    }

    /** Returns the registration that got something, whether the notice says what or not. */
    public static String holder(Notice notice) {
        int end = notice.detail().indexOf('\n');
        return end < 0 ? notice.detail() : notice.detail().substring(0, end);
    }
}
