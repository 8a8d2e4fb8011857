package dev.gateway.core.instance;

import dev.gateway.core.process.ProcessIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** PID records for tests. */
public final class PidRecordFixtures {

    private PidRecordFixtures() {}

    /** Returns a complete record of this gateway, in the boot and namespace of the fake probe. */
    public static PidRecord ours(long pid, long ticks) {
        return of(
                new ProcessIdentity(
                        pid,
                        OptionalLong.of(ticks),
                        Optional.of("this-boot"),
                        Optional.of("pid:[1]")),
                PidRecord.GATEWAY);
    }

    /** Returns a record of some kind about some process. */
    public static PidRecord of(ProcessIdentity process, String kind) {
        return new PidRecord(
                process,
                kind,
                List.of("gateway", "run", "--home", "/home/me/my bot"),
                Optional.of("/home/me/my bot"),
                Optional.of("1.2.3"),
                Optional.of(Instant.parse("2026-04-01T12:00:00.123456Z")),
                Optional.of(new ServiceManagerInfo("systemd", "gateway.service")));
    }

    /** Returns the record of a file that contains only {@code pid}. */
    public static PidRecord number(long pid) {
        return new PidRecord(
                new ProcessIdentity(pid, OptionalLong.empty(), Optional.empty(), Optional.empty()),
                PidRecord.BARE_NUMBER,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
