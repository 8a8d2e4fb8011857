package dev.gateway.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import dev.gateway.core.architecture.ArchitectureRules;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Tests that the time of day is only used to be shown or stored: it may be set, by hours, at any
 * moment. Durations, ages and deadlines are measured with {@link System#nanoTime}, a Deadline or a
 * MonotonicClock. Each class that reads the time of day is listed here with its purpose; the list
 * may only shrink. The journal, which stores times, has its own rules.
 */
class WallClockUseTest {

    private static final Set<String> READ_THE_TIME_OF_DAY =
            Set.of(
                    // Show it.
                    "dev.gateway.core.event.EventStream",
                    "dev.gateway.core.supervision.PlatformStateTracker",
                    "dev.gateway.core.notify.NoticePolicy",
                    "dev.gateway.core.message.HandlerStateTracker",
                    "dev.gateway.core.lifecycle.ClusterStatuses",
                    "dev.gateway.core.lifecycle.SnapshotBuilder",
                    "dev.gateway.core.status.StateFile",
                    "dev.gateway.core.time.MonotonicClock",
                    "dev.gateway.core.lifecycle.HomeOwnership",
                    "dev.gateway.cli.messages.ListCommand",
                    "dev.gateway.cli.messages.PairingListCommand",
                    "dev.gateway.cli.view.StatusCommand",
                    "dev.gateway.cli.health.GatewayMetrics",
                    "dev.gateway.cli.health.HealthEndpoints",
                    "dev.gateway.cli.control.RestartCommand",
                    // Store it, to be compared by a later process.
                    "dev.gateway.core.token.KernelTokenLocks",
                    "dev.gateway.core.token.TokenEpochs",
                    "dev.gateway.core.message.FirstAttemptTimes",
                    "dev.gateway.core.message.HandlerAttempt",
                    "dev.gateway.core.message.PlatformSender",
                    "dev.gateway.core.message.SendResultRecorder",
                    "dev.gateway.core.message.InboxPump",
                    "dev.gateway.core.message.OutboxPump",
                    // Compare it with times that another process or the file system has stored.
                    "dev.gateway.core.lifecycle.MediaSweeper",
                    "dev.gateway.core.control.InstanceReplacer",
                    "dev.gateway.core.instance.PidFileClassifier",
                    "dev.gateway.core.process.PortableProcessProbe",
                    "dev.gateway.cli.service.manager.UnitProperties",
                    "dev.gateway.cli.view.InstantConverter",
                    "dev.gateway.cli.doctor.ClockCheck",
                    "dev.gateway.cli.doctor.SessionCheck",
                    "dev.gateway.cli.doctor.PlatformCheck",
                    // Compare it with the times of a platform, for an age that is hours.
                    "dev.gateway.core.supervision.JournalPlatformContext",
                    // Send it to other programs, or use it where a platform says no time.
                    "dev.gateway.core.message.handler.HttpHandler",
                    "dev.gateway.adapter.telegram.TelegramMessageParser",
                    "dev.gateway.adapter.telegram.TelegramUpdateParser",
                    "dev.gateway.adapter.telegram.CallbackParser",
                    "dev.gateway.adapter.weixin.WeixinMessageParser");

    /** The classes that are given a monotonic clock. */
    private static final Set<String> MONOTONIC =
            Set.of(
                    "dev.gateway.adapter.weixin.LoginSession",
                    "dev.gateway.adapter.weixin.WeixinTypingIndicator",
                    "dev.gateway.adapter.feishu.TenantTokenProvider");

    @Test
    void theTimeOfDayIsReadOnlyWhereItIsShownOrStored() {
        Set<String> found = new TreeSet<>();
        for (String module : Set.of("dev.gateway.core", "dev.gateway.adapter", "dev.gateway.cli")) {
            found.addAll(readers(ArchitectureRules.mainClassesOf(module)));
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
                                        .anyMatch(WallClockUseTest::readsTheTimeOfDay))
                .map(WallClockUseTest::outermost)
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
