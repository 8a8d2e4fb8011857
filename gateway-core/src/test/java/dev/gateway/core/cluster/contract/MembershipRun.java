package dev.gateway.core.cluster.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.cluster.AccountClaim;
import dev.gateway.core.cluster.AccountLease;
import dev.gateway.core.cluster.Membership;
import dev.gateway.core.journal.JournalException;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Hosts beside the model of what they hold. */
final class MembershipRun implements AutoCloseable {

    private static final int HOSTS = 3;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final List<AccountId> ACCOUNTS =
            IntStream.range(0, 5).mapToObj(i -> new AccountId("telegram:" + i)).toList();

    private final HostsUnderTest hosts;
    private final Membership[] members = new Membership[HOSTS];
    private final Map<AccountId, Integer> holders = new HashMap<>();
    private final Map<AccountId, Long> epochs = new HashMap<>();
    private final Map<AccountId, Held> open = new HashMap<>();
    private final List<AccountLease> ended = new ArrayList<>();
    private volatile Optional<SessionId> target = Optional.empty();

    /** A lease that was not closed, with the number of times that its loss was told. */
    private record Held(AccountLease lease, AtomicInteger told) {}

    MembershipRun(HostsUnderTest hosts) throws Exception {
        this.hosts = hosts;
        for (int host = 0; host < HOSTS; host++) {
            start(host);
        }
    }

    private void start(int host) throws Exception {
        members[host] = hosts.join("host-" + host);
        members[host].releaseTo(account -> target);
        List<AccountClaim> claims =
                ACCOUNTS.stream()
                        .map(id -> new AccountClaim(id, id.identity(), Optional.empty()))
                        .toList();
        untilAnswered(
                () -> {
                    members[host].declare(claims);
                    return true;
                });
    }

    /** Takes one step; its digits choose the kind, the host, the account and another host. */
    void step(int digits) throws Exception {
        int kind = digits % 100;
        int host = digits / 100 % 10 % HOSTS;
        AccountId account = ACCOUNTS.get(digits / 1_000 % 10 % ACCOUNTS.size());
        int other = digits / 10_000 % 10 % HOSTS;
        if (kind < 35) {
            take(host, digits / 1_000 % 32);
        } else if (kind < 55) {
            lease(account);
        } else if (kind < 70) {
            give(account, other);
        } else if (kind < 80) {
            free(account);
        } else if (kind < 88) {
            end(host);
        } else if (kind < 95) {
            restartAfterKill(host);
        } else {
            restartInOrder(host);
        }
    }

    private void take(int host, int mask) throws Exception {
        Set<AccountId> wanted = new HashSet<>();
        for (int i = 0; i < ACCOUNTS.size(); i++) {
            if ((mask >> i & 1) == 1) {
                wanted.add(ACCOUNTS.get(i));
            }
        }
        wanted.forEach(each -> holders.putIfAbsent(each, host));
        Set<AccountId> expected = new HashSet<>(wanted);
        expected.removeIf(each -> holders.get(each) != host);

        assertThat(untilAnswered(() -> members[host].take(wanted))).isEqualTo(expected);
    }

    /** Calls again as the gateway does where a slow disk has ended a statement. */
    private static <T> T untilAnswered(Callable<T> call) throws Exception {
        Deadline end = Deadline.after(LIMIT);
        while (true) {
            try {
                return call.call();
            } catch (JournalException e) {
                if (e.kind() != JournalException.Kind.PASSING || end.isExpired()) {
                    throw e;
                }
            }
        }
    }

    private void lease(AccountId account) throws Exception {
        Integer holder = holders.get(account);
        if (holder != null && !open.containsKey(account)) {
            var told = new AtomicInteger();
            AccountLease lease =
                    members[holder]
                            .lease(account, LIMIT, told::incrementAndGet)
                            .orElseThrow(() -> new AssertionError(account + " is not known"));
            assertThat(lease.isValid()).isTrue();
            assertThat(lease.account()).isEqualTo(account);
            assertThat(lease.epoch()).isGreaterThanOrEqualTo(epochs.getOrDefault(account, 0L));
            epochs.put(account, lease.epoch());
            open.put(account, new Held(lease, told));
        }
    }

    private void give(AccountId account, int other) throws Exception {
        if (holders.containsKey(account)) {
            lease(account);
            target = Optional.of(hosts.registration(members[other]));
            close(account);
            holders.put(account, other);
            lease(account);
        }
    }

    private void free(AccountId account) throws Exception {
        if (holders.containsKey(account)) {
            lease(account);
            target = Optional.empty();
            close(account);
            holders.remove(account);
        }
    }

    private void close(AccountId account) {
        Held held = open.remove(account);
        held.lease.close();
        held.lease.close(); // Closing once more does nothing.
        ended.add(held.lease);
        epochs.merge(account, 1L, Long::sum); // The next holding has a higher number.
        assertThat(held.told).hasValue(0);
    }

    private void end(int host) throws Exception {
        hosts.end(members[host]);
        lose(host, true);
    }

    private void restartAfterKill(int host) throws Exception {
        hosts.kill(members[host]);
        Set<AccountId> former = lose(host, false);
        start(host);
        // No other host took anything meanwhile, so all of it is free or the new process's.
        assertThat(untilAnswered(() -> members[host].take(former))).isEqualTo(former);
        former.forEach(each -> holders.put(each, host));
    }

    private void restartInOrder(int host) throws Exception {
        hosts.leave(members[host]);
        lose(host, false);
        start(host);
    }

    private Set<AccountId> lose(int host, boolean told) {
        Set<AccountId> lost = new HashSet<>();
        for (AccountId account : ACCOUNTS) {
            if (Integer.valueOf(host).equals(holders.get(account))) {
                lost.add(account);
                holders.remove(account);
                Held held = open.remove(account);
                if (held != null) {
                    assertThat(!told || !held.lease.isValid()).isTrue();
                    if (told) {
                        await().atMost(LIMIT)
                                .pollDelay(Duration.ZERO)
                                .pollInterval(POLL)
                                .until(() -> held.told.get() == 1);
                        ended.add(held.lease);
                    }
                }
                epochs.merge(account, 1L, Long::sum);
            }
        }
        return lost;
    }

    void check() {
        ended.forEach(lease -> assertThat(lease.isValid()).isFalse());
        open.forEach((account, held) -> assertThat(held.lease.isValid()).isTrue());
    }

    /** In the end all hosts agree on who holds what. */
    void finish() throws Exception {
        for (Membership member : members) {
            for (AccountId account : ACCOUNTS) {
                Optional<String> expected =
                        Optional.ofNullable(holders.get(account))
                                .map(host -> members[host].host().name());
                await(account + " as " + member.host().name() + " sees it")
                        .atMost(LIMIT)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(POLL)
                        .until(
                                () ->
                                        member.view()
                                                .holder(account)
                                                .map(host -> host.name())
                                                .equals(expected));
            }
        }
    }

    @Override
    public void close() throws Exception {
        hosts.close();
    }
}
