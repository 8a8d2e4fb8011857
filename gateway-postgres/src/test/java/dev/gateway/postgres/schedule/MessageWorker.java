package dev.gateway.postgres.schedule;

import dev.gateway.core.cluster.AccountLease;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.Inbox;
import dev.gateway.core.journal.Outbox;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.postgres.schedule.Evidence.Handling;
import dev.gateway.postgres.schedule.Evidence.Noted;
import dev.gateway.postgres.schedule.Evidence.Permit;
import dev.gateway.postgres.schedule.Evidence.Sending;
import dev.gateway.postgres.schedule.SimulatedHost.HeldAccount;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of a simulated process that handle messages and send answers. */
final class MessageWorker {

    private static final Logger LOG = LoggerFactory.getLogger(MessageWorker.class);
    private static final int AT_A_TIME = 4;
    private static final long RETRY_MILLIS = 10;
    private static final long THOUGHT_MILLIS = 3;

    private final SimulatedHost host;
    private final Evidence evidence;
    private final Map<String, FakeAccount> accounts;

    MessageWorker(SimulatedHost host) {
        this.host = host;
        this.evidence = host.site().evidence();
        this.accounts =
                host.site().accounts().stream()
                        .collect(Collectors.toMap(FakeAccount::name, each -> each));
    }

    /** Handles messages of the accounts that the process holds, until it ends. */
    void handle() throws InterruptedException {
        Inbox inbox = host.journal().inbox();
        while (!host.isEnding()) {
            host.gate().pass();
            List<ClaimedMessage> claims = List.of();
            Set<String> names =
                    host.held().values().stream()
                            .filter(each -> each.lease().isValid())
                            .map(each -> each.id().identity())
                            .collect(Collectors.toSet());
            try {
                if (!names.isEmpty()) {
                    claims = inbox.claim(names, AT_A_TIME).taken();
                }
            } catch (IOException e) {
                LOG.debug("{}: {}", host.life(), e.getMessage());
            }
            for (ClaimedMessage each : claims) {
                answer(inbox, each);
            }
            if (claims.isEmpty()) {
                Thread.sleep(RETRY_MILLIS);
            }
        }
    }

    private void answer(Inbox inbox, ClaimedMessage claim) throws InterruptedException {
        String text = claim.message().text();
        var handling =
                new Handling(
                        claim.platform(),
                        claim.message().conversation(),
                        text,
                        claim.row(),
                        host.life(),
                        System.nanoTime());
        evidence.add(handling);
        Thread.sleep(THOUGHT_MILLIS);
        MessagePart answer = new MessagePart(FakeAccount.answerTo(text), List.of());
        if (until(() -> inbox.answered(claim, List.of(answer)))) {
            evidence.answered(handling);
        }
    }

    /** Sends answers of the accounts that the process holds, until it ends. */
    void send() throws InterruptedException {
        Outbox outbox = host.journal().outbox();
        while (!host.isEnding()) {
            host.gate().pass();
            boolean any = false;
            for (HeldAccount each : host.held().values()) {
                synchronized (each.sending()) {
                    any |= each.lease().isValid() && send(outbox, each);
                }
            }
            if (!any) {
                Thread.sleep(RETRY_MILLIS);
            }
        }
    }

    private boolean send(Outbox outbox, HeldAccount account) throws InterruptedException {
        List<ClaimedAnswer> claims;
        try {
            claims = outbox.claim(account.id().identity(), AT_A_TIME).taken();
        } catch (IOException e) {
            LOG.debug("{}: {}", host.life(), e.getMessage());
            return false;
        }
        for (ClaimedAnswer each : claims) {
            host.gate().pass();
            send(outbox, each, account.lease());
        }
        return !claims.isEmpty();
    }

    private void send(Outbox outbox, ClaimedAnswer claim, AccountLease lease)
            throws InterruptedException {
        long before = System.nanoTime();
        if (!lease.isValid()) {
            until(() -> outbox.postponed(claim, Instant.EPOCH));
            return;
        }
        FakeAccount account = accounts.get(claim.account().identity());
        var permit =
                new Permit(account.name(), host.life(), lease.epoch(), before, System.nanoTime());
        evidence.add(permit);
        host.gate().pass();
        String key = host.site().adjustment().key(claim);
        var sending =
                new Sending(
                        account.name(),
                        claim.message().conversation(),
                        key,
                        claim.message().text(),
                        permit,
                        System.nanoTime());
        evidence.add(sending);
        account.show(key, claim.message().text());
        if (until(() -> await(outbox.sentAsync(claim, java.util.Optional.empty())))) {
            evidence.add(new Noted(sending, System.nanoTime()));
        }
    }

    /** Repeats a step of a claim until the journal has answered. */
    private boolean until(Step step) throws InterruptedException {
        while (true) {
            host.gate().pass();
            try {
                return step.run();
            } catch (IOException e) {
                LOG.debug("{}: {}", host.life(), e.getMessage());
                Thread.sleep(RETRY_MILLIS);
            }
        }
    }

    /** Waits for a result, as long as the thread is not interrupted. */
    private static boolean await(CompletableFuture<Boolean> result)
            throws IOException, InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    /** A step of a claim. */
    private interface Step {
        boolean run() throws IOException, InterruptedException;
    }
}
