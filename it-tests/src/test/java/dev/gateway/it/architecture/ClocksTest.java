package dev.gateway.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import dev.gateway.core.architecture.HouseRules;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The time of day is for what is shown or stored: it may be set, by hours, at any moment.
 * Durations, ages and deadlines are measured with {@link System#nanoTime}, a Deadline or a
 * MonotonicClock. Each class that reads the time of day is named here with what it does with it;
 * the list may only shrink. The journal, which stores, has its own rules.
 */
class ClocksTest {

    private static final Set<String> READ_THE_TIME_OF_DAY =
            Set.of(
                    // Show it.
                    "dev.gateway.core.event.EventStream",
                    "dev.gateway.core.lifecycle.PlatformStanding",
                    "dev.gateway.core.lifecycle.Notices",
                    "dev.gateway.core.message.HandlerStateTracker",
                    "dev.gateway.core.lifecycle.StateView",
                    "dev.gateway.core.lifecycle.StateFile",
                    "dev.gateway.core.MonotonicClock",
                    "dev.gateway.core.lifecycle.HomeEntry",
                    "dev.gateway.cli.messages.ListCommand",
                    "dev.gateway.cli.view.StatusCommand",
                    "dev.gateway.cli.health.Meters",
                    // Store it, to be compared in another life.
                    "dev.gateway.core.token.KernelTokenLocks",
                    "dev.gateway.core.message.FirstTries",
                    "dev.gateway.core.message.HandlerRun",
                    "dev.gateway.core.message.PlatformSender",
                    "dev.gateway.core.message.InboxPump",
                    "dev.gateway.core.message.OutboxPump",
                    // Compare it with what another process or the file system has stored.
                    "dev.gateway.core.lifecycle.MediaSweep",
                    "dev.gateway.core.control.Takeover",
                    "dev.gateway.core.instance.PidJudge",
                    "dev.gateway.core.process.PortableProcessProbe",
                    "dev.gateway.cli.view.SinceConverter",
                    "dev.gateway.cli.doctor.ClockCheck",
                    "dev.gateway.cli.doctor.PlatformCheck",
                    // Tell it to others.
                    "dev.gateway.core.message.handler.HttpHandler",
                    "dev.gateway.adapter.telegram.MessageReader",
                    "dev.gateway.adapter.weixin.MessageReader");

    /** They are given a monotonic clock. */
    private static final Set<String> MONOTONIC =
            Set.of(
                    "dev.gateway.adapter.weixin.Session",
                    "dev.gateway.adapter.weixin.Typing",
                    "dev.gateway.adapter.feishu.TenantToken");

    @Test
    void theTimeOfDayIsReadOnlyWhereItIsShownOrStored() {
        Set<String> found = new TreeSet<>();
        for (String module : Set.of("dev.gateway.core", "dev.gateway.adapter", "dev.gateway.cli")) {
            found.addAll(readers(HouseRules.mainClassesOf(module)));
        }
        found.removeAll(MONOTONIC);

        assertThat(found).isSubsetOf(READ_THE_TIME_OF_DAY);
    }

    private static Set<String> readers(JavaClasses classes) {
        return classes.stream()
                .filter(type -> !type.getPackageName().startsWith("dev.gateway.core.journal"))
                .filter(
                        type ->
                                type.getMethodCallsFromSelf().stream()
                                        .anyMatch(ClocksTest::readsTheTimeOfDay))
                .map(ClocksTest::outermost)
                .collect(Collectors.toSet());
    }

    private static boolean readsTheTimeOfDay(JavaMethodCall call) {
        JavaClass owner = call.getTargetOwner();
        String name = call.getName();
        return owner.isEquivalentTo(Clock.class)
                        && (name.equals("instant") || name.equals("millis"))
                || owner.isEquivalentTo(Instant.class) && name.equals("now")
                || owner.isEquivalentTo(System.class) && name.equals("currentTimeMillis")
                || owner.getPackageName().equals("java.time") && name.equals("now");
    }

    private static String outermost(JavaClass type) {
        return type.getName().split("\\$", 2)[0];
    }
}
