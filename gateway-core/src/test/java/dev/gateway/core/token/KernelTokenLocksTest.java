package dev.gateway.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.core.child.ChildProcess;
import dev.gateway.core.child.LockHolderProcess;
import dev.gateway.core.process.FakeLockTable;
import dev.gateway.core.process.FakeProcessProbe;
import dev.gateway.core.process.KernelLock;
import dev.gateway.core.process.LockHolders;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.token.TokenLocks.Holding;
import dev.gateway.core.yaml.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class KernelTokenLocksTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    /** Milliseconds in fact; a machine under load may need longer. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String TOKEN = "123456:the-secret";
    private static final TokenKey KEY = TokenKey.of("telegram", Secret.of(TOKEN));
    private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");

    @TempDir Path temporary;
    private Path folder;
    private TokenLocks locks;

    @BeforeEach
    void nameTheFolder() {
        folder = temporary.resolve("state/token-locks");
        locks = locks(ProcessProbe.system(), LockHolders.system());
    }

    @Test
    void preloadingTakesAndWritesNothing() throws Exception {
        locks.preload();

        assertThat(folder).doesNotExist();
        assertThat(locks.held()).isEmpty();
    }

    @Test
    void aFreeTokenIsTakenAndShown() throws Exception {
        assertThat(locks.holder(KEY)).isEmpty();
        assertThat(locks.held()).isEmpty();
        try (TokenLease lease = take()) {
            assertThat(lease.key()).isEqualTo(KEY);
            assertThat(lease.isValid()).isTrue();
            Holding holding = locks.holder(KEY).orElseThrow();
            assertThat(holding.pid()).contains(ProcessHandle.current().pid());
            assertThat(holding.pidText()).isEqualTo("PID " + ProcessHandle.current().pid());
            assertThat(holding.record())
                    .hasValueSatisfying(
                            record -> {
                                assertThat(record.account()).isEqualTo("family");
                                assertThat(record.platform()).isEqualTo("telegram");
                                assertThat(record.home()).contains("/home/me");
                                assertThat(record.since()).contains(NOON);
                                assertThat(record.epoch()).isEqualTo(lease.epoch());
                            });
            assertThat(locks.held()).containsExactly(holding);
        }
        assertThat(locks.holder(KEY)).isEmpty();
        assertThat(locks.held()).isEmpty();
    }

    @Test
    void nothingOnDiskTellsTheToken() throws Exception {
        try (TokenLease lease = take()) {
            assertThat(lease.isValid()).isTrue();
            String name = "telegram-" + KEY.hash();
            assertThat(folder.toFile().list())
                    .containsExactlyInAnyOrder(name + ".lock", name + ".json");
            assertThat(folder.resolve(name + ".lock")).isEmptyFile();
            assertThat(Files.readString(folder.resolve(name + ".json"))).doesNotContain("secret");
            assertThat(mode(folder)).isEqualTo("rwx------");
            assertThat(mode(folder.resolve(name + ".lock"))).isEqualTo("rw-------");
            assertThat(mode(folder.resolve(name + ".json"))).isEqualTo("rw-------");
        }
        assertThat(lockFile()).exists();
    }

    @Test
    void theRecordHasEveryField() throws Exception {
        try (TokenLease lease = take()) {
            assertThat(lease.isValid()).isTrue();
            JsonNode json = new ObjectMapper().readTree(recordFile().toFile());
            assertThat(json.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
            assertThat(json.fieldNames())
                    .toIterable()
                    .contains(
                            "pid",
                            "start_time",
                            "boot_id",
                            "pid_namespace",
                            "platform",
                            "account",
                            "home",
                            "since",
                            "epoch");
        }
    }

    @Test
    void aTokenThatAnotherProcessHoldsIsRefusedAndItsHolderNamed() throws Exception {
        try (ChildProcess other = other(0)) {
            assertThat(other.readLine()).startsWith("has ");
            assertThat(locks.acquire(KEY, "family", Duration.ZERO, () -> {})).isEmpty();
            assertThat(locks.acquire(KEY, "family", Duration.ofMillis(50), () -> {})).isEmpty();
            Holding holding = locks.holder(KEY).orElseThrow();
            assertThat(holding.pidText()).isEqualTo("PID " + other.pid());
            assertThat(holding.record().orElseThrow().home()).contains("/home/other");
            assertThat(locks.held()).containsExactly(holding);
        }
    }

    @Test
    void aWaiterHasItSoonAfterItsRelease() throws Exception {
        try (ChildProcess other = other(0)) {
            assertThat(other.readLine()).startsWith("has ");
            FutureTask<Long> waiter = waitForIt();
            other.writeLine("drop it");
            assertThat(other.readLine()).isEqualTo("dropped");
            long dropped = System.nanoTime();
            assertThat(waiter.get(60, TimeUnit.SECONDS) - dropped).isLessThan(SOON.toNanos());
        }
    }

    @Test
    void aWaiterHasItSoonAfterItsHolderWasKilled() throws Exception {
        try (ChildProcess other = other(0)) {
            assertThat(other.readLine()).startsWith("has ");
            FutureTask<Long> waiter = waitForIt();
            other.kill();
            long killed = System.nanoTime();
            assertThat(waiter.get(60, TimeUnit.SECONDS) - killed).isLessThan(SOON.toNanos());
        }
    }

    @Test
    void twoAccountsOfOneProcessCannotShareAToken() throws Exception {
        try (TokenLease first = take()) {
            assertThat(locks.acquire(KEY, "work", Duration.ZERO, () -> {})).isEmpty();
            assertThat(locks.acquire(KEY, "work", Duration.ofMillis(20), () -> {})).isEmpty();
            assertThat(first.isValid()).isTrue();
            try (ChildProcess other = other(0)) {
                assertThat(other.readLine()).isEqualTo("misses");
            }
        }
        take().close();
    }

    @Test
    void aSecondAccountThatTakesOverFromTheFirstIsItsHolder() throws Exception {
        TokenLease first = take();
        FutureTask<TokenLease> second = inBackground();
        first.close();
        first.close();
        try (TokenLease lease = second.get(60, TimeUnit.SECONDS)) {
            assertThat(lease.epoch()).isEqualTo(first.epoch() + 1);
            assertThat(first.isValid()).isFalse();
            assertThat(locks.holder(KEY).orElseThrow().record().orElseThrow().account())
                    .isEqualTo("second");
            try (ChildProcess other = other(0)) {
                assertThat(other.readLine()).isEqualTo("misses");
            }
        }
    }

    @Test
    void tokensOfOneTypeAndTheSameTokenOfTwoTypesDoNotDisturbEachOther() throws Exception {
        try (TokenLease one = take();
                TokenLease two = take(TokenKey.of("telegram", Secret.of("another")));
                TokenLease three = take(TokenKey.of("weixin", Secret.of(TOKEN)))) {
            assertThat(one.isValid() && two.isValid() && three.isValid()).isTrue();
            assertThat(locks.held()).hasSize(3);
        }
    }

    @Test
    void theEpochGrowsFromHolderToHolder() throws Exception {
        long last = 0;
        for (int i = 0; i < 5; i++) {
            try (TokenLease lease = take()) {
                assertThat(lease.epoch()).isGreaterThan(last);
                last = lease.epoch();
            }
        }
        try (ChildProcess other = other(0)) {
            assertThat(epoch(other)).isGreaterThan(last);
        }
    }

    @Test
    void theEpochGrowsAlsoIfTheRecordOfTheLastHolderIsGone() throws Exception {
        long last;
        try (ChildProcess other = other(0)) {
            last = epoch(other);
        }
        Files.delete(recordFile());
        try (ChildProcess other = other(0)) {
            assertThat(epoch(other)).isGreaterThan(last);
        }
    }

    private static long epoch(ChildProcess holder) throws Exception {
        return Long.parseLong(holder.readLine().substring("has ".length()));
    }

    @Test
    void tellsWhichOfTheTokensAnotherProcessWaitsFor() throws Exception {
        TokenKey free = TokenKey.of("telegram", Secret.of("another"));
        try (TokenLease held = take();
                TokenLease ofNoInterest = take(free)) {
            assertThat(locks.awaited(List.of(KEY, free))).isEmpty();
            try (ChildProcess waiter = other(60_000)) {
                await().atMost(LONG).until(() -> locks.awaited(List.of(KEY, free)).contains(KEY));
                assertThat(locks.awaited(List.of(KEY, free))).containsExactly(KEY);
                held.close();
                assertThat(waiter.readLine()).startsWith("has ");
            }
            assertThat(ofNoInterest.isValid()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "[]",
                "{}",
                "{\"pid\":",
                "{\"pid\": 1, \"start_time\": null, \"epoch\": -5}",
                "{\"pid\": 1, \"start_time\": null, \"epoch\": 9223372036854775807}",
                "{\"pid\": 1, \"start_time\": null, \"epoch\": 99999999999999999999}",
                "{\"pid\": -1, \"since\": \"yesterday\", \"epoch\": \"many\"}",
                "{\"pid\": \"1\", \"home\": 5}"
            })
    void noRecordEverKeepsATokenFromBeingTaken(String record) throws Exception {
        take().close();
        Files.writeString(recordFile(), record);
        assertThat(locks.holder(KEY)).isEmpty();
        assertThat(locks.held()).isEmpty();
        try (TokenLease lease = take()) {
            assertThat(lease.epoch()).isPositive();
            assertThat(locks.holder(KEY).orElseThrow().record().orElseThrow().account())
                    .isEqualTo("family");
        }
    }

    @Test
    void aRecordThatNamesALiveProcessWithoutStartTimeKeepsNobodyOut() throws Exception {
        take().close();
        try (ChildProcess alive = ChildProcess.start("sleep", "60")) {
            Files.writeString(
                    recordFile(),
                    "{\"pid\": %d, \"start_time\": null, \"epoch\": 7}".formatted(alive.pid()));
            assertThat(locks.holder(KEY)).isEmpty();
            try (TokenLease lease = take()) {
                assertThat(lease.epoch()).isGreaterThan(7);
            }
        }
    }

    @Test
    void aRecordOfAnotherProcessThanTheHolderIsNotShown() throws Exception {
        try (ChildProcess holder = other(0)) {
            assertThat(holder.readLine()).startsWith("has ");
            Files.writeString(recordFile(), "{\"pid\": 14822, \"home\": \"/wrong\"}");
            Holding holding = locks.holder(KEY).orElseThrow();
            assertThat(holding.pid()).contains(holder.pid());
            assertThat(holding.record()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mkfifo", "mkdir"})
    void whateverIsInThePlaceOfTheRecordTheTokenIsTaken(String command) throws Exception {
        take().close();
        Files.delete(recordFile());
        assertThat(new ProcessBuilder(command, recordFile().toString()).start().waitFor()).isZero();
        assertThat(locks.holder(KEY)).isEmpty();
        try (TokenLease lease = take()) {
            assertThat(lease.isValid()).isTrue();
            assertThat(locks.holder(KEY)).isPresent();
        }
    }

    /** A file system takes many times as long for a new file. */
    @Test
    void aRecordIsWrittenOverTheFormerOneOfAnyLength() throws Exception {
        take().close();
        Object file = Files.getAttribute(recordFile(), "unix:ino");
        for (String account : new String[] {"a", "an account with a longer name", "b"}) {
            try (TokenLease lease =
                    locks.acquire(KEY, account, Duration.ZERO, () -> {}).orElseThrow()) {
                TokenHolder record = locks.holder(KEY).orElseThrow().record().orElseThrow();
                assertThat(record.account()).isEqualTo(account);
                assertThat(record.epoch()).isEqualTo(lease.epoch());
            }
        }
        assertThat(Files.getAttribute(recordFile(), "unix:ino")).isEqualTo(file);
    }

    @Test
    void aRecordWithASecondNameIsReplacedAndTheOtherFileKept() throws Exception {
        take().close();
        Files.delete(recordFile());
        Path other = Files.writeString(folder.resolve("other"), "precious");
        Files.createLink(recordFile(), other);
        try (TokenLease lease = take()) {
            assertThat(lease.isValid()).isTrue();
            assertThat(locks.holder(KEY).orElseThrow().record()).isPresent();
            assertThat(other).hasContent("precious");
        }
    }

    @Test
    void theFactsAboutAHolderOfManyTokensAreReadOnce() throws Exception {
        var asked = new AtomicInteger();
        var probe =
                new FakeProcessProbe() {
                    @Override
                    public OptionalLong startTicks(long pid) {
                        asked.incrementAndGet();
                        return ProcessProbe.system().startTicks(pid);
                    }
                };
        try (ChildProcess holder = ChildProcess.java(LockHolderProcess.class)) {
            Files.createDirectories(folder);
            for (int i = 0; i < 5; i++) {
                var key = new TokenKey("telegram", "000000000000000" + i);
                Path lock = folder.resolve(key.fileName() + ".lock");
                holder.writeLine("take 60000 " + lock);
                assertThat(holder.readLine()).isEqualTo("has " + lock);
                Files.writeString(
                        folder.resolve(key.fileName() + ".json"),
                        "{\"pid\": %d, \"account\": \"bot-%d\"}".formatted(holder.pid(), i));
            }
            assertThat(locks(probe, LockHolders.system()).held())
                    .hasSize(5)
                    .allMatch(held -> held.record().orElseThrow().account().startsWith("bot-"));
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void aHolderWithoutRecordIsAnUnknownOneIfTheKernelDoesNotNameIt() throws Exception {
        Files.createDirectories(folder);
        try (ChildProcess holder = LockHolderProcess.of(lockFile())) {
            assertThat(holder.isAlive()).isTrue();
            var blind = locks(ProcessProbe.system(), FakeLockTable.none());
            assertThat(blind.holder(KEY).orElseThrow().pidText()).isEqualTo("unknown PID");
            assertThat(blind.held()).hasSize(1);
        }
    }

    @Test
    void aTokenWhoseLockIsGoneIsNoLongerValid() throws Exception {
        try (TokenLease kept =
                        locks.acquire(
                                        TokenKey.of("weixin", Secret.of("another")),
                                        "mine",
                                        LONG,
                                        () -> {})
                                .orElseThrow();
                TokenLease lease = locks.acquire(KEY, "mine", LONG, () -> {}).orElseThrow()) {
            KernelLock.verifyAll();
            assertThat(lease.isValid()).isTrue();
            Files.newInputStream(lockFile()).close();
            KernelLock.verifyAll();
            assertThat(lease.isValid()).isFalse();
            assertThat(kept.isValid()).isTrue();
        }
    }

    @Test
    void aRecordFillsInForTheKernelIfItsProcessLivesHere() throws Exception {
        Files.createDirectories(folder);
        var probe = new FakeProcessProbe().with(4711, 100, "gateway");
        var blind = locks(probe, FakeLockTable.none());
        try (ChildProcess holder = LockHolderProcess.of(lockFile())) {
            assertThat(holder.isAlive()).isTrue();
            Files.writeString(recordFile(), "{\"pid\": 4711, \"pid_namespace\": \"pid:[1]\"}");
            assertThat(blind.holder(KEY).orElseThrow().pid()).as("a number alone").isEmpty();
            Files.writeString(
                    recordFile(),
                    "{\"pid\": 4711, \"start_time\": 100, \"boot_id\": \"this-boot\","
                            + " \"pid_namespace\": \"pid:[1]\"}");
            assertThat(blind.holder(KEY).orElseThrow().pid()).contains(4711L);
            probe.inNamespace("pid:[2]");
            assertThat(blind.holder(KEY).orElseThrow().pid()).isEmpty();
            probe.inNamespace("pid:[1]").without(4711);
            assertThat(blind.holder(KEY).orElseThrow().pid()).isEmpty();
        }
    }

    @Test
    void lookingAtATokenThatIsWaitedForNeverCostsItsLock() throws Exception {
        var blind = locks(ProcessProbe.system(), FakeLockTable.none());
        try (ChildProcess other = other(0)) {
            assertThat(other.readLine()).startsWith("has ");
            var waiter =
                    new FutureTask<>(
                            () -> blind.acquire(KEY, "mine", LONG, () -> {}).orElseThrow());
            new Thread(waiter).start();
            awaitWaiter();
            assertThat(blind.holder(KEY)).isPresent();
            other.kill();
            while (!waiter.isDone()) {
                assertThat(blind.holder(KEY)).isPresent();
            }
            try (TokenLease lease = waiter.get();
                    ChildProcess third = other(0)) {
                assertThat(lease.isValid()).isTrue();
                assertThat(third.readLine()).isEqualTo("misses");
            }
        }
    }

    @Test
    void aLockFileThatWasTakenAwayEndsTheLease() throws Exception {
        try (TokenLease lease = take()) {
            Files.delete(lockFile());
            assertThat(lease.isValid()).isFalse();
        }
    }

    @Test
    void aWaitCanBeInterrupted() throws Exception {
        try (TokenLease lease = take()) {
            assertThat(lease.isValid()).isTrue();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> locks.acquire(KEY, "work", LONG, () -> {}))
                    .isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void foreignFilesInTheFolderAreLeftAlone() throws Exception {
        Files.createDirectories(folder);
        for (String name :
                new String[] {"README", "x.lock", "telegram-12.lock", "a-0123456789abcdef.json"}) {
            Files.writeString(folder.resolve(name), "something");
        }
        Files.createSymbolicLink(
                folder.resolve("link-0123456789abcdef.lock"), folder.resolve("README"));
        Path pipe = folder.resolve("pipe-0123456789abcdef.lock");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        Files.createDirectory(folder.resolve("folder-0123456789abcdef.lock"));
        assertThat(locks.held()).isEmpty();
        assertThat(folder.toFile().list()).hasSize(7);
    }

    private TokenLease take() throws Exception {
        return take(KEY);
    }

    private TokenLease take(TokenKey key) throws Exception {
        return locks.acquire(key, "family", Duration.ZERO, () -> {}).orElseThrow();
    }

    /** Returns the time at which it was acquired. */
    private FutureTask<Long> waitForIt() {
        var waiter =
                new FutureTask<>(
                        () -> {
                            try (TokenLease lease =
                                    locks.acquire(KEY, "mine", LONG, () -> {}).orElseThrow()) {
                                assertThat(lease.isValid()).isTrue();
                                return System.nanoTime();
                            }
                        });
        new Thread(waiter).start();
        awaitWaiter();
        return waiter;
    }

    private FutureTask<TokenLease> inBackground() {
        var waiter =
                new FutureTask<>(() -> locks.acquire(KEY, "second", LONG, () -> {}).orElseThrow());
        var thread = new Thread(waiter);
        thread.start();
        await().atMost(LONG).until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return waiter;
    }

    private void awaitWaiter() {
        await().atMost(LONG).until(() -> !LockHolders.system().of(lockFile()).waiters().isEmpty());
    }

    private ChildProcess other(long millis) throws Exception {
        return ChildProcess.java(
                TokenHolderProcess.class,
                folder.toString(),
                KEY.platform(),
                KEY.hash(),
                Long.toString(millis));
    }

    private TokenLocks locks(ProcessProbe probe, LockHolders holders) {
        return new KernelTokenLocks(
                folder, "/home/me", probe, holders, Clock.fixed(NOON, ZoneOffset.UTC));
    }

    private Path lockFile() {
        return folder.resolve(KEY.fileName() + ".lock");
    }

    private Path recordFile() {
        return folder.resolve(KEY.fileName() + ".json");
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
