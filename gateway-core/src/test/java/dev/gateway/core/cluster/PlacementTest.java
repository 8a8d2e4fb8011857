package dev.gateway.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Hosts that decide by themselves, each from the same view, round after round. */
class PlacementTest {

    private static final Duration FRESH = Duration.ofSeconds(6);
    private static final Duration STEADY = Duration.ofMinutes(5);

    /** A shared journal without any: its rows, and rounds of decisions on them. */
    private static final class Rows {

        private final Map<SessionId, ClusterHost> hosts = new LinkedHashMap<>();
        private final Map<AccountId, ClusterAccount> accounts = new LinkedHashMap<>();
        private final Map<AccountId, Integer> moved = new HashMap<>();
        private final Map<AccountId, Integer> freedIn = new HashMap<>();
        private int round;

        static Rows random(long seed, int hosts, int accounts) {
            var random = new Random(seed);
            var rows = new Rows();
            for (int i = 0; i < hosts; i++) {
                rows.join(host("web-" + i, random.nextInt(4), STEADY));
            }
            for (int i = 0; i < accounts; i++) {
                Set<SessionId> candidates =
                        rows.hosts.keySet().stream()
                                .filter(each -> random.nextInt(4) > 0)
                                .collect(Collectors.toSet());
                Optional<String> preferred =
                        random.nextInt(4) == 0
                                ? Optional.of("web-" + random.nextInt(hosts + 1))
                                : Optional.empty();
                rows.add(i, candidates, preferred);
            }
            return rows;
        }

        static Rows whole(int hosts, int accounts) {
            var rows = new Rows();
            IntStream.range(0, hosts).forEach(i -> rows.join(host("web-" + i, 1, STEADY)));
            IntStream.range(0, accounts)
                    .forEach(i -> rows.add(i, rows.hosts.keySet(), Optional.empty()));
            return rows;
        }

        private void add(int number, Set<SessionId> candidates, Optional<String> preferred) {
            var id = new AccountId("telegram:" + number);
            accounts.put(
                    id,
                    new ClusterAccount(
                            id,
                            "bot-" + number,
                            0,
                            Optional.empty(),
                            candidates,
                            preferred,
                            Optional.empty()));
        }

        void join(ClusterHost host) {
            hosts.put(host.session(), host);
        }

        void joinForAll(ClusterHost host) {
            join(host);
            accounts.replaceAll(
                    (id, account) -> {
                        var candidates = new ArrayList<>(account.candidates());
                        candidates.add(host.session());
                        return with(account, account.holder(), Set.copyOf(candidates));
                    });
        }

        void end(SessionId dead) {
            hosts.remove(dead);
            accounts.forEach(
                    (id, account) -> {
                        if (account.isHeldBy(dead)) {
                            freedIn.put(id, round);
                        }
                    });
            accounts.replaceAll(
                    (id, account) ->
                            with(
                                    account,
                                    account.holder().filter(each -> !each.equals(dead)),
                                    account.candidates().stream()
                                            .filter(each -> !each.equals(dead))
                                            .collect(Collectors.toSet())));
        }

        void order(AccountId id, String host) {
            ClusterAccount is = accounts.get(id);
            accounts.put(
                    id,
                    new ClusterAccount(
                            id,
                            is.name(),
                            is.epoch(),
                            is.holder(),
                            is.candidates(),
                            is.preferredHost(),
                            Optional.of(host)));
        }

        ClusterView view(SessionId self) {
            var shuffled = new ArrayList<>(hosts.values());
            Collections.shuffle(shuffled, new Random(round)); // The order tells nothing.
            return new ClusterView(self, shuffled, accounts);
        }

        /** Lets each process decide and act until nothing changes any more. */
        void settle() {
            for (int quiet = 0; quiet < 7; round++) {
                quiet = act() ? 0 : quiet + 1;
                assertThat(round).as("rounds").isLessThan(10_000);
            }
        }

        private boolean act() {
            boolean changed = false;
            for (SessionId self : List.copyOf(hosts.keySet())) {
                var placement = new Placement(view(self), FRESH);
                Set<AccountId> wanted =
                        accounts.values().stream()
                                .filter(each -> each.candidates().contains(self))
                                .map(ClusterAccount::id)
                                .collect(Collectors.toSet());
                for (AccountId id : placement.toTake(wanted, this::freeFor)) {
                    if (accounts.get(id).holder().isEmpty()) {
                        hold(id, Optional.of(self));
                        changed = true;
                    }
                }
                List<Placement.Move> moves = new Placement(view(self), FRESH).moves();
                if (!moves.isEmpty()) {
                    Placement.Move move = moves.get(0);
                    hold(move.account(), Optional.of(move.target()));
                    moved.merge(move.account(), 1, Integer::sum);
                    changed = true;
                }
            }
            return changed;
        }

        private Duration freeFor(AccountId id) {
            return Duration.ofSeconds(2L * (round - freedIn.getOrDefault(id, 0)));
        }

        void hold(AccountId id, Optional<SessionId> holder) {
            ClusterAccount is = accounts.get(id);
            accounts.put(id, with(is, holder, is.candidates()));
        }

        private static ClusterAccount with(
                ClusterAccount is, Optional<SessionId> holder, Set<SessionId> candidates) {
            return new ClusterAccount(
                    is.id(),
                    is.name(),
                    is.epoch(),
                    holder,
                    candidates,
                    is.preferredHost(),
                    is.orderedHost());
        }

        Map<AccountId, Optional<SessionId>> holders() {
            Map<AccountId, Optional<SessionId>> all = new LinkedHashMap<>();
            accounts.values().forEach(each -> all.put(each.id(), each.holder()));
            return all;
        }

        Optional<ClusterHost> holder(ClusterAccount account) {
            return account.holder().map(hosts::get);
        }

        List<ClusterHost> candidates(ClusterAccount account) {
            return account.candidates().stream().map(hosts::get).toList();
        }
    }

    private static ClusterHost host(String name, int weight, Duration since) {
        return new ClusterHost(
                SessionId.random(),
                name,
                "/home/" + name,
                1,
                "1.0",
                weight,
                false,
                false,
                Optional.empty(),
                Duration.ofSeconds(1),
                since,
                Duration.ofSeconds(60));
    }

    private static ClusterHost like(
            ClusterHost host, boolean draining, boolean outgoing, Optional<SessionId> successorOf) {
        return new ClusterHost(
                host.session(),
                host.name(),
                host.home(),
                host.pid(),
                host.version(),
                host.weight(),
                draining,
                outgoing,
                successorOf,
                host.beatAge(),
                host.since(),
                host.joinAfter());
    }

    @Property(tries = 60)
    void eachAccountThatALivingHostKnowsHasAHolderThatKnowsIt(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 6) int hosts,
            @ForAll @IntRange(max = 40) int accounts) {
        Rows rows = Rows.random(seed, hosts, accounts);
        rows.settle();
        for (ClusterAccount each : rows.accounts.values()) {
            assertThat(each.holder().isPresent()).isEqualTo(!each.candidates().isEmpty());
            each.holder().ifPresent(holder -> assertThat(each.candidates()).contains(holder));
        }
        assertThat(rows.moved).isEmpty();
    }

    @Property(tries = 60)
    void aStandbyHasOnlyWhatNoOtherCanAndAPreferredHostWhatPrefersIt(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int hosts) {
        Rows rows = Rows.random(seed, hosts, 40);
        rows.settle();
        for (ClusterAccount each : rows.accounts.values()) {
            List<ClusterHost> able = rows.candidates(each);
            Optional<ClusterHost> preferred =
                    able.stream()
                            .filter(host -> each.preferredHost().equals(Optional.of(host.name())))
                            .findFirst();
            if (preferred.isPresent()) {
                assertThat(rows.holder(each)).isEqualTo(preferred);
            } else if (rows.holder(each).filter(host -> host.weight() == 0).isPresent()) {
                assertThat(able).allMatch(host -> host.weight() == 0);
            }
        }
    }

    @Property(tries = 60)
    void aDeathMovesTheAccountsOfTheDeadHostAlone(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int hosts) {
        Rows rows = Rows.random(seed, hosts, 40);
        rows.settle();
        Map<AccountId, Optional<SessionId>> before = rows.holders();
        SessionId dead = rows.hosts.keySet().iterator().next();
        rows.end(dead);
        rows.settle();
        before.forEach(
                (id, holder) -> {
                    if (!holder.equals(Optional.of(dead))) {
                        assertThat(rows.accounts.get(id).holder()).isEqualTo(holder);
                    }
                });
        assertThat(rows.moved).isEmpty();
    }

    @Property(tries = 60)
    void aHostThatJoinsGetsItsShareAndNothingElseMoves(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int hosts) {
        Rows rows = Rows.random(seed, hosts, 40);
        rows.settle();
        Map<AccountId, Optional<SessionId>> before = rows.holders();
        ClusterHost young = host("new", 2, Duration.ofSeconds(59));
        rows.joinForAll(young);
        // An account that no host knew is free, and taken by it at once.
        rows.settle();
        assertThat(rows.moved).isEmpty();
        ClusterHost steady =
                new ClusterHost(
                        young.session(),
                        young.name(),
                        young.home(),
                        1,
                        "1.0",
                        2,
                        false,
                        false,
                        Optional.empty(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60));
        rows.join(steady);
        rows.settle();
        rows.holders()
                .forEach(
                        (id, holder) ->
                                assertThat(holder)
                                        .isIn(before.get(id), Optional.of(steady.session())));
        assertThat(rows.moved.values()).allMatch(times -> times == 1);
    }

    @Property(tries = 60)
    void aHostThatDrainsKeepsOnlyWhatNoOtherCanHave(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int hosts) {
        Rows rows = Rows.random(seed, hosts, 40);
        rows.settle();
        ClusterHost drained =
                like(rows.hosts.values().iterator().next(), true, false, Optional.empty());
        rows.join(drained);
        rows.settle();
        for (ClusterAccount each : rows.accounts.values()) {
            assertThat(each.holder().isPresent()).isEqualTo(!each.candidates().isEmpty());
            if (each.isHeldBy(drained.session())) {
                assertThat(each.candidates()).containsExactly(drained.session());
            }
        }
    }

    @Test
    void thePreferredHostMayBeUnknown() {
        Rows rows = Rows.whole(2, 0);
        rows.add(1, rows.hosts.keySet(), Optional.of("nowhere"));
        rows.settle();
        assertThat(rows.holders().values()).allMatch(Optional::isPresent);
    }

    @Test
    void anOrderMovesAtOnceToAHostThatIsNotSteadyYet() {
        Rows rows = Rows.whole(2, 20);
        rows.settle();
        ClusterHost young = host("new", 1, Placement.ORDER_AFTER);
        rows.joinForAll(young);
        AccountId id = new AccountId("telegram:7");
        rows.order(id, "new");
        SessionId holder = rows.accounts.get(id).holder().orElseThrow();
        assertThat(new Placement(rows.view(holder), FRESH).moves())
                .containsExactly(new Placement.Move(id, young.session(), true));
        rows.settle();
        assertThat(rows.accounts.get(id).holder()).contains(young.session());
        assertThat(rows.moved).hasSize(1);
    }

    @Test
    void aHostThatHasJustStartedGetsNothingByAnOrderEither() {
        Rows rows = Rows.whole(2, 20);
        rows.settle();
        rows.joinForAll(host("new", 1, Placement.ORDER_AFTER.minusMillis(1)));
        rows.order(new AccountId("telegram:7"), "new");
        rows.settle();
        assertThat(rows.moved).isEmpty();
    }

    @Test
    void sharesFollowTheWeights() {
        var rows = new Rows();
        rows.join(host("web-1", 1, STEADY));
        rows.join(host("web-2", 2, STEADY));
        rows.join(host("web-3", 1, STEADY));
        IntStream.range(0, 8_000).forEach(i -> rows.add(i, rows.hosts.keySet(), Optional.empty()));
        rows.settle();
        Map<String, Long> shares =
                rows.accounts.values().stream()
                        .collect(
                                Collectors.groupingBy(
                                        each -> rows.holder(each).orElseThrow().name(),
                                        Collectors.counting()));
        assertThat(shares.get("web-1")).isBetween(1_800L, 2_200L);
        assertThat(shares.get("web-2")).isBetween(3_800L, 4_200L);
        assertThat(shares.get("web-3")).isBetween(1_800L, 2_200L);
    }

    @Test
    void homesWhoseHostsHaveOneNameShareTheAccountsAsWell() {
        var rows = new Rows();
        ClusterHost first = host("web-1", 1, STEADY);
        rows.join(first);
        rows.join(
                new ClusterHost(
                        SessionId.random(),
                        "web-1",
                        "/home/other",
                        2,
                        "1.0",
                        1,
                        false,
                        false,
                        Optional.empty(),
                        Duration.ZERO,
                        STEADY,
                        Duration.ZERO));
        IntStream.range(0, 1_000).forEach(i -> rows.add(i, rows.hosts.keySet(), Optional.empty()));
        rows.settle();
        assertThat(
                        rows.accounts.values().stream()
                                .filter(each -> each.isHeldBy(first.session()))
                                .count())
                .isBetween(400L, 600L);
    }

    @Test
    void aHostWhoseBeatsStayAwayGetsNothing() {
        Rows rows = Rows.whole(1, 10);
        ClusterHost silent =
                new ClusterHost(
                        SessionId.random(),
                        "silent",
                        "/home/silent",
                        2,
                        "1.0",
                        100,
                        false,
                        false,
                        Optional.empty(),
                        FRESH,
                        STEADY,
                        Duration.ZERO);
        SessionId lives = rows.hosts.keySet().iterator().next();
        rows.joinForAll(silent);
        rows.accounts.keySet().forEach(id -> rows.hold(id, Optional.of(lives)));
        var placement = new Placement(rows.view(lives), FRESH);
        assertThat(placement.moves()).isEmpty();
        assertThat(rows.accounts.keySet()).allMatch(id -> placement.nextHolder(id).isEmpty());
    }

    @Test
    void aFreeAccountIsLeftToTheBetterHostForAWhile() {
        Rows rows = Rows.whole(3, 30);
        Set<AccountId> all = rows.accounts.keySet();
        int[] taken = new int[3];
        for (SessionId self : rows.hosts.keySet()) {
            var placement = new Placement(rows.view(self), FRESH);
            for (int times = 0; times < 3; times++) {
                Duration free = Placement.PATIENCE.multipliedBy(times);
                taken[times] += placement.toTake(all, id -> free).size();
            }
        }
        assertThat(taken).containsExactly(30, 60, 90);
    }

    @Test
    void allGoesToTheSuccessorOfAHomeAndNothingIsTakenFromIt() {
        Rows rows = Rows.whole(3, 30);
        rows.settle();
        ClusterHost old = rows.hosts.values().iterator().next();
        ClusterHost next =
                like(host(old.name(), 1, Duration.ZERO), false, false, Optional.of(old.session()));
        rows.joinForAll(next);
        assertThat(new Placement(rows.view(next.session()), FRESH).givers()).isEqualTo(1);
        rows.settle();
        assertThat(rows.moved).isEmpty(); // It waits for its predecessor.

        rows.join(like(old, false, true, Optional.empty()));
        rows.settle();
        assertThat(rows.moved).isEmpty();
        var leaving = new Placement(rows.view(old.session()), FRESH);
        for (ClusterAccount each : List.copyOf(rows.accounts.values())) {
            if (each.isHeldBy(old.session())) {
                assertThat(leaving.nextHolder(each.id())).contains(next.session());
                rows.hold(each.id(), leaving.nextHolder(each.id()));
            }
        }
        rows.end(old.session());
        rows.settle();
        assertThat(rows.moved).isEmpty(); // It has the share of the home.
    }

    @Test
    void aStopGivesEachAccountToTheHostThatWouldTakeIt() {
        Rows rows = Rows.whole(3, 30);
        rows.settle();
        SessionId leaves = rows.hosts.keySet().iterator().next();
        var leaving = new Placement(rows.view(leaves), FRESH);
        Map<AccountId, Optional<SessionId>> given =
                rows.accounts.values().stream()
                        .filter(each -> each.isHeldBy(leaves))
                        .collect(
                                Collectors.toMap(
                                        ClusterAccount::id, each -> leaving.nextHolder(each.id())));
        rows.end(leaves);
        rows.settle();
        assertThat(given).isNotEmpty();
        given.forEach((id, to) -> assertThat(rows.accounts.get(id).holder()).isEqualTo(to));
    }
}
