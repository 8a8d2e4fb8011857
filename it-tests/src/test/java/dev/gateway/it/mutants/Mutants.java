package dev.gateway.it.mutants;

import java.util.List;

/** The mistakes, and what has to find each. */
final class Mutants {

    private static final Check MODEL = new ModelCheck();
    private static final Check HANGING = new ScenarioCheck(Scenes.hangingDisconnects());
    private static final Check TOKEN_WANTED = new ScenarioCheck(Scenes.tokenWanted());
    private static final Check REFUSING_JOURNAL = PlatformCheck.refusingJournal();
    private static final Check KILLED_AT_WORK = PlatformCheck.killedAtWork();
    private static final Check LOCK_FILE_SENT = PlatformCheck.attachmentOfATokenLock();
    private static final Check WITHOUT_ACCESS = PlatformCheck.stoppedWithoutAccess();
    private static final Check DRAINING = PlatformCheck.spokenToWhileDraining();
    private static final Check BEHIND_A_PROXY = NetworkCheck.behindAProxy();
    private static final Check FOUR_CPUS = NetworkCheck.stopWithFourCpus();

    private static final Check STALLED_FILE = PlatformCheck.stalledFile();
    private static final Check ANOTHER_BOT = PlatformCheck.anotherBot();
    private static final Check THROTTLED_CHAT = PlatformCheck.throttledConversation();
    private static final Check PASSING_REJECTION = PlatformCheck.passingRejection();

    private static final Check UNREADABLE_ROW = PlatformCheck.unreadableRow();
    private static final Check DELETED_LOG = PlatformCheck.deletedLog();
    private static final Check CLOSED_TOPIC = PlatformCheck.closedTopic();

    private static final Check SHARED_FOLDER = CommandCheck.sharedFolder();
    private static final Check HUGE_NUMBER = CommandCheck.hugeNumber();

    private Mutants() {}

    /** All of them; those that take longest first. */
    static List<Mutant> all() {
        return List.of(
                Mutant.adapters(
                        "a disconnect uses up its whole timeout",
                        "http/AdapterHttp.java",
                        "        return open.awaitNone(within);",
                        """
                                Thread.sleep(within.toMillis());
                                return open.awaitNone(within);
                        """,
                        FOUR_CPUS),
                Mutant.adapters(
                        "the proxy that is set is bypassed",
                        "http/Dialer.java",
                        "                proxy.isPresent()",
                        "                proxy.isPresent() && names == null",
                        BEHIND_A_PROXY),
                Mutant.core(
                        "one unreadable row fails the whole claim",
                        "journal/RowReading.java",
                        "        } catch (RuntimeException e) {",
                        "        } catch (UnsupportedOperationException e) {",
                        UNREADABLE_ROW),
                Mutant.core(
                        "the guard watches one of the journal's three files",
                        "journal/FileGuard.java",
                        "        if (logKey == null || !logKey.equals(key(log))) {",
                        "        if (logKey != null) {\n"
                                + "            return Optional.empty();\n"
                                + "        }\n"
                                + "        if (key(log) == null) {",
                        DELETED_LOG),
                Mutant.core(
                        "an Error ends a loop",
                        "loop/SupervisedLoop.java",
                        "catch (Throwable e) { // NOPMD: an Error must not end it",
                        "catch (Exception e) {",
                        UnitCheck.loopThatThrows()),
                Mutant.core(
                        "the contact with a platform measured by the wall clock",
                        "lifecycle/PlatformStanding.java",
                        "Instant now = monotonic.instant();",
                        "Instant now = clock.instant();",
                        UnitCheck.clockThatIsSet()),
                Mutant.core(
                        "a rescue opens the damaged files themselves",
                        "journal/Salvage.java",
                        "Session from = Session.open(work, busyTimeout)",
                        "Session from = Session.open(damaged, busyTimeout)",
                        UnitCheck.cutDatabase()),
                Mutant.core(
                        "disconnect awaited without limit",
                        "lifecycle/Farewell.java",
                        "ended.await(earlier.remaining().toNanos(), TimeUnit.NANOSECONDS);",
                        "ended.await();",
                        HANGING),
                Mutant.core(
                        "budget not shared: one disconnect after the other",
                        "lifecycle/Farewell.java",
                        "patience.orIn(deadline.remaining())",
                        "patience.orIn(limit)",
                        HANGING),
                Mutant.core(
                        "a handler that fails is not told by the state",
                        "lifecycle/Gateway.java",
                        "                        && standing.status().state() != HandlerState.FAILING",
                        "                        && standing.status().state() != null"
                                + " && HandlerState.FAILING != null",
                        HandlerCheck.missingProgram()),
                Mutant.core(
                        "what is not understood is silence",
                        "message/handler/HandlerProcess.java",
                        " || said.saysOther() && !exchange.isAnswered()",
                        "",
                        HandlerCheck.answersWhatIsNotUnderstood()),
                Mutant.core(
                        "the texts to one message are bounded one by one alone",
                        "message/MemoryShare.java",
                        "if (texts > MOST_TEXT)",
                        "if (texts < 0)",
                        HandlerCheck.answersTooMuch()),
                Mutant.core(
                        "an upgrade is offered with each request",
                        "http/Http1.java",
                        ".version(HttpClient.Version.HTTP_1_1)",
                        ".version(HttpClient.Version.HTTP_2)",
                        HandlerCheck.serverWithoutUpgrades()),
                Mutant.core(
                        "poll not cancelled when the stop begins",
                        "lifecycle/PlatformSupervisor.java",
                        "            current.stopIntake();",
                        "            Thread.onSpinWait();",
                        DRAINING),
                Mutant.core(
                        "token released before the poll has ended",
                        "lifecycle/PlatformSupervisor.java",
                        "        stopping.countDown();",
                        "        stopping.countDown();\n        token.release();",
                        TOKEN_WANTED),
                Mutant.core(
                        "acknowledged before it is committed",
                        "lifecycle/JournalContext.java",
                        "            journal.accept(platform, batch);",
                        """
                                    if (platform.isEmpty()) {
                                        throw new IOException();
                                    }
                                    new Thread(
                                                    () -> {
                                                        try {
                                                            journal.accept(platform, batch);
                                                        } catch (Exception e) {
                                                            Thread.onSpinWait();
                                                        }
                                                    })
                                            .start();
                        """,
                        REFUSING_JOURNAL),
                Mutant.core(
                        "cursor committed before its messages",
                        "journal/SqliteJournal.java",
                        "        List<String> ids = commits.call(true, store -> store(store, platform, batch));",
                        """
                                if (batch.cursor().isPresent()) {
                                    commits.call(
                                            true,
                                            store -> {
                                                store.setCursor(account(platform), batch.cursor().get());
                                                return null;
                                            });
                                }
                                List<String> ids = commits.call(true, store -> store(store, platform, batch));
                        """,
                        REFUSING_JOURNAL),
                Mutant.core(
                        "files loaded by the thread that serves everybody",
                        "message/FetchPool.java",
                        "        try {\n            DaemonThreads.execute(",
                        "        try {\n            load(run);\n            DaemonThreads.execute(",
                        STALLED_FILE),
                Mutant.core(
                        "cursor kept by name, not by bot",
                        "lifecycle/PlatformSupervisor.java",
                        "map(identity -> config.type() + \":\" + identity)",
                        "map(identity -> config.type() + \":\" + name())",
                        ANOTHER_BOT),
                Mutant.core(
                        "work in flight forgotten by the next start",
                        "journal/Recovery.java",
                        "SET state = 0 WHERE state = 1",
                        "SET state = 0 WHERE state = 99",
                        KILLED_AT_WORK),
                Mutant.core(
                        "the refusal of one conversation stored on the account",
                        "message/PlatformSender.java",
                        "            case CONVERSATION -> {",
                        "            case CONVERSATION -> {\n"
                                + "                pause.ordered(throttled.retryAfter());",
                        THROTTLED_CHAT),
                Mutant.core(
                        "a rejection seen once taken for one that lasts",
                        "lifecycle/PlatformSupervisor.java",
                        "rejections >= LASTING",
                        "rejections >= LASTING / LASTING",
                        PASSING_REJECTION),
                new Mutant(
                        new Mistake(
                                "a topic taken for a part of the address",
                                "gateway-adapters",
                                "dev/gateway/adapter/telegram/SendAttempt.java",
                                "if (refusal.code() != 400) {",
                                "if (refusal.code() != 0) {"),
                        CLOSED_TOPIC),
                Mutant.core(
                        "a lock that may not be looked at taken for a free one",
                        "process/KernelLock.java",
                        "return new LockLook.Unknown(file + \": permission denied\", true);",
                        "return new LockLook.Free();",
                        WITHOUT_ACCESS),
                Mutant.core(
                        "a locked file opened by a name from outside",
                        "GuardedFiles.java",
                        "            if (ProtectedFiles.hasLocks(key)) {",
                        "            if (ProtectedFiles.hasLocks(key) && key.equals(file)) {",
                        LOCK_FILE_SENT),
                Mutant.core(
                        "instance lock released too early",
                        "lifecycle/HomeEntry.java",
                        "            claim.published();",
                        "            claim.published();\n            claim.lock().release();",
                        MODEL),
                Mutant.core(
                        "lock file unlinked by a start",
                        "lifecycle/HomeEntry.java",
                        "        Claim claim = claim();",
                        """
                                try {
                                    java.nio.file.Files.deleteIfExists(home.lock());
                                } catch (IOException e) {
                                    throw StartFailure.of(e, home.lock());
                                }
                                Claim claim = claim();
                        """,
                        MODEL),
                Mutant.core(
                        "PID file removed without a look whose it is",
                        "instance/PidFile.java",
                        "return isOurs && Files.deleteIfExists(file);",
                        "return Files.deleteIfExists(file) || isOurs;",
                        MODEL),
                Mutant.core(
                        "signal sent by the PID file, not by the lock",
                        "instance/InstanceView.java",
                        "        return seen;",
                        "        if (pidFile instanceof PidVerdict.Live named) {\n"
                                + "            return Optional.of(named.record().process());\n"
                                + "        }\n"
                                + "        return seen;",
                        MODEL),
                Mutant.core(
                        "takeover lock skipped",
                        "control/Takeover.java",
                        "KernelLock.acquire(home.takeoverLock(), Duration.ZERO);",
                        "KernelLock.acquire(\n"
                                + "                        home.folder().resolve(\"takeover-\" + probe.self()),"
                                + " Duration.ZERO);",
                        MODEL),
                Mutant.core(
                        "the winner of a race replaced by who comes late",
                        "control/Takeover.java",
                        "        if (tookHomeAfterWeBegan(old)) {",
                        "        if (tookHomeAfterWeBegan(old) && probe.self() < 0) {",
                        MODEL),
                Mutant.core(
                        "token lock skipped",
                        "token/KernelTokenLocks.java",
                        "KernelLock.acquire(lockFile(key), limit);",
                        "KernelLock.acquire(folder.resolve(key + \"-\" + probe.self() + \".l\"), limit);",
                        MODEL),
                Mutant.core(
                        "token epoch does not rise",
                        "token/KernelTokenLocks.java",
                        "map(TokenHolder::epoch).orElse(0L) + 1;",
                        "map(TokenHolder::epoch).orElse(1L);",
                        MODEL),
                Mutant.core(
                        "an open folder closed instead of refused",
                        "instance/HomeFolder.java",
                        "            if (!others.isEmpty() && !isKnownHome(home)) {",
                        """
                                    if (!others.isEmpty()) {
                                        Files.setPosixFilePermissions(folder, OWNER_ONLY);
                                    }
                                    if (!others.isEmpty() && folder.endsWith("never")) {
                        """,
                        SHARED_FOLDER),
                Mutant.core(
                        "a number checked against one end of its range",
                        "config/Values.java",
                        "|| (Long) value > range.most()",
                        "|| range.most() < range.least()",
                        HUGE_NUMBER));
    }
}
