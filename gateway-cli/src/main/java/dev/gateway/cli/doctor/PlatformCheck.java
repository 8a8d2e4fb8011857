package dev.gateway.cli.doctor;

import dev.gateway.cli.terminal.TerminalSanitizer;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.status.RecordedStatus;
import dev.gateway.core.terminal.AgeFormat;
import dev.gateway.core.time.Deadline;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The check of each platform: reachable, and its credentials accepted. The state of a connected
 * gateway is the best proof; otherwise all platforms are asked at once, with requests that disturb
 * no poller.
 */
final class PlatformCheck implements DoctorCheck {

    private static final String NAME = "platform";
    private static final Duration TIMEOUT = Duration.ofSeconds(8);
    private static final Duration GRACE = Duration.ofSeconds(4);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<CheckResult> check(DiagnosisContext context) throws InterruptedException {
        List<PendingCheck> pending = new ArrayList<>();
        for (PlatformConfig account : context.enabledPlatforms()) {
            pending.add(new PendingCheck(account, new FutureTask<>(() -> fact(context, account))));
        }
        for (PendingCheck check : pending) {
            Thread thread = new Thread(check.task(), "doctor-" + check.account().name());
            thread.setDaemon(true); // the command ends with or without it
            thread.start();
        }
        List<CheckResult> results = new ArrayList<>();
        Deadline deadline = Deadline.after(TIMEOUT.plus(GRACE));
        for (PendingCheck check : pending) {
            results.add(await(check, deadline));
        }
        return results;
    }

    private static CheckResult await(PendingCheck check, Deadline deadline)
            throws InterruptedException {
        String name = check.account().name();
        try {
            return check.task().get(deadline.timeoutMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return unreachable(name + ": no answer within " + TIMEOUT.toSeconds() + " s");
        } catch (ExecutionException e) {
            return CheckResult.failed(NAME, name + ": " + e.getCause(), "please report this");
        }
    }

    private static CheckResult fact(DiagnosisContext context, PlatformConfig account)
            throws InterruptedException {
        String name = account.name() + " (" + account.type() + ")";
        Optional<RecordedStatus.Platform> known = context.status().platform(account.name());
        Optional<PlatformState> state = known.flatMap(RecordedStatus.Platform::knownState);
        if (context.isRunning() && state.filter(PlatformState.CONNECTED::equals).isPresent()) {
            return CheckResult.ok(NAME, name + " is connected" + contact(context, known.get()));
        }
        String says =
                known.filter(platform -> context.isRunning() && platform.error().isPresent())
                        .map(
                                platform ->
                                        "; the gateway says "
                                                + platform.state()
                                                + ": "
                                                + platform.error().get())
                        .orElse("");
        if (context.offline()) {
            return CheckResult.skipped(NAME, name + " is not asked (--offline)" + says);
        }
        try {
            Optional<String> who =
                    context.installed().factories().get(account.type()).check(account, TIMEOUT);
            String found =
                    name
                            + who.map(
                                            id ->
                                                    " takes the credentials of "
                                                            + TerminalSanitizer.line(id))
                                    .orElse(
                                            " can be reached; its token is tried by the first poll");
            return says.isEmpty()
                    ? CheckResult.ok(NAME, found)
                    : CheckResult.failed(NAME, found + says, next(context, account, state));
        } catch (PlatformException.Unreachable e) {
            return unreachable(name + ": " + TerminalSanitizer.line(e.getMessage()));
        } catch (PlatformException e) {
            return CheckResult.failed(
                    NAME,
                    name + ": " + TerminalSanitizer.line(e.getMessage()),
                    e.remedy().orElse("try again in a moment"));
        }
    }

    /** Returns the next step for an account that is reachable but not connected. */
    static String next(
            DiagnosisContext context, PlatformConfig account, Optional<PlatformState> state) {
        if (state.isEmpty()) {
            return "take the config over with " + context.command("reload");
        }
        return switch (state.get()) {
            case EXPIRED ->
                    "log in again"
                            + (account.type().equals("weixin")
                                    ? " with "
                                            + context.command(
                                                    "login weixin --name " + account.name())
                                    : "")
                            + ", then "
                            + context.command("reload");
            case REJECTED ->
                    "correct its credentials in the config, then " + context.command("reload");
            case WAITING_FOR_TOKEN -> "see who has its token with " + context.command("tokens");
            case DISABLED -> "take the config over with " + context.command("reload");
            default -> "see " + context.command("logs --platform " + account.name());
        };
    }

    private static CheckResult unreachable(String text) {
        return CheckResult.failed(
                NAME,
                text,
                "look after the network; proxy: below gateway: or the account says which way to"
                        + " call it, base_url where it is");
    }

    private static String contact(DiagnosisContext context, RecordedStatus.Platform known) {
        try {
            Instant last = Instant.parse(known.lastContactAt().orElse(""));
            return ", last contact "
                    + AgeFormat.text(last, context.host().clock().instant())
                    + " ago";
        } catch (DateTimeException e) {
            return "";
        }
    }

    private record PendingCheck(PlatformConfig account, FutureTask<CheckResult> task) {}
}
