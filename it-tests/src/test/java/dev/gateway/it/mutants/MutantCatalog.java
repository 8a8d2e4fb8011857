package dev.gateway.it.mutants;

import java.util.List;
import java.util.stream.Stream;

/** The mutants, each with the check that has to detect it. */
final class MutantCatalog {

    private static final DefectCheck MODEL = new ModelDefectCheck();
    private static final DefectCheck HANGING =
            new ScenarioDefectCheck(MutantScenarios.hangingDisconnects());
    private static final DefectCheck TOKEN_WANTED =
            new ScenarioDefectCheck(MutantScenarios.tokenWanted());
    private static final DefectCheck REFUSING_JOURNAL = PlatformDefectCheck.refusingJournal();
    private static final DefectCheck KILLED_AT_WORK = PlatformDefectCheck.killedAtWork();
    private static final DefectCheck LOCK_FILE_SENT = PlatformDefectCheck.attachmentOfATokenLock();
    private static final DefectCheck WITHOUT_ACCESS = PlatformDefectCheck.stoppedWithoutAccess();
    private static final DefectCheck DRAINING = PlatformDefectCheck.spokenToWhileDraining();
    private static final DefectCheck BEHIND_A_PROXY = NetworkDefectCheck.behindAProxy();
    private static final DefectCheck FOUR_CPUS = NetworkDefectCheck.stopWithFourCpus();

    private static final DefectCheck STALLED_FILE = PlatformDefectCheck.stalledFile();
    private static final DefectCheck ANOTHER_BOT = PlatformDefectCheck.anotherBot();
    private static final DefectCheck THROTTLED_CHAT = PlatformDefectCheck.throttledConversation();
    private static final DefectCheck PASSING_REJECTION = PlatformDefectCheck.passingRejection();

    private static final DefectCheck UNREADABLE_ROW = PlatformDefectCheck.unreadableRow();
    private static final DefectCheck DELETED_LOG = PlatformDefectCheck.deletedLog();
    private static final DefectCheck CLOSED_TOPIC = PlatformDefectCheck.closedTopic();

    private static final DefectCheck SHARED_FOLDER = CommandDefectCheck.sharedFolder();
    private static final DefectCheck HUGE_NUMBER = CommandDefectCheck.hugeNumber();

    private MutantCatalog() {}

    /** Returns all mutants; those that take longest come first. */
    static List<Mutant> all() {
        return Stream.concat(ofOneProcess().stream(), HandoverMutants.all().stream()).toList();
    }

    private static List<Mutant> ofOneProcess() {
        return List.of(
                Mutant.core(
                        "a disconnect uses up its whole timeout",
                        "core/http/HttpClient.java",
                        "        return open.awaitNone(within);",
                        """
                                Thread.sleep(within.toMillis());
                                return open.awaitNone(within);
                        """,
                        FOUR_CPUS),
                Mutant.core(
                        "the proxy that is set is bypassed",
                        "core/http/Dialer.java",
                        "                proxy.isPresent()",
                        "                proxy.isPresent() && names == null",
                        BEHIND_A_PROXY),
                Mutant.core(
                        "one unreadable row fails the whole claim",
                        "core/journal/codec/RowResult.java",
                        "        } catch (RuntimeException e) {",
                        "        } catch (UnsupportedOperationException e) {",
                        UNREADABLE_ROW),
                Mutant.core(
                        "the guard watches one of the journal's three files",
                        "core/journal/file/DatabaseFileMonitor.java",
                        "        if (logKey == null || !logKey.equals(key(log))) {",
                        "        if (logKey != null) {\n"
                                + "            return Optional.empty();\n"
                                + "        }\n"
                                + "        if (key(log) == null) {",
                        DELETED_LOG),
                Mutant.core(
                        "an Error ends a loop",
                        "core/concurrent/SupervisedLoop.java",
                        "catch (Throwable e) { // NOPMD: an Error must not end it",
                        "catch (Exception e) {",
                        UnitTestDefectCheck.loopThatThrows()),
                Mutant.core(
                        "the contact with a platform measured by the wall clock",
                        "core/supervision/PlatformStateTracker.java",
                        "Instant now = monotonic.instant();",
                        "Instant now = clock.instant();",
                        UnitTestDefectCheck.clockThatIsSet()),
                Mutant.core(
                        "a rescue opens the damaged files themselves",
                        "core/journal/sqlite/Salvage.java",
                        "SqliteConnection from = SqliteConnection.open(work, busyTimeout)",
                        "SqliteConnection from = SqliteConnection.open(damaged, busyTimeout)",
                        UnitTestDefectCheck.cutDatabase()),
                Mutant.core(
                        "disconnect awaited without limit",
                        "core/supervision/DisconnectTask.java",
                        "ended.await(earlier.remaining().toNanos(), TimeUnit.NANOSECONDS);",
                        "ended.await();",
                        HANGING),
                Mutant.core(
                        "budget not shared: one disconnect after the other",
                        "core/supervision/DisconnectTask.java",
                        "patience.orAfter(deadline.remaining())",
                        "patience.orAfter(limit)",
                        HANGING),
                Mutant.core(
                        "a handler that fails is not told by the state",
                        "core/lifecycle/StateAssessment.java",
                        "                        && handler.status().state() != HandlerState.FAILING",
                        "                        && handler.status().state() != null"
                                + " && HandlerState.FAILING != null",
                        HandlerDefectCheck.missingProgram()),
                Mutant.core(
                        "what is not understood is silence",
                        "core/message/handler/HandlerProcess.java",
                        " || parsedAnswer.hasUnknownFields() && !request.isAnswered()",
                        "",
                        HandlerDefectCheck.answersWhatIsNotUnderstood()),
                Mutant.core(
                        "the texts to one message are bounded one by one alone",
                        "core/message/MessageMemoryShare.java",
                        "if (texts > MAX_ALL_TEXTS)",
                        "if (texts < 0)",
                        HandlerDefectCheck.answersTooMuch()),
                Mutant.core(
                        "an upgrade is offered with each request",
                        "core/http/HttpConnection.java",
                        "head.append(\"\\r\\nUser-Agent: gateway\\r\\n\");",
                        "head.append(\"\\r\\nUser-Agent: gateway\\r\\nUpgrade: h2c\\r\\n\");",
                        HandlerDefectCheck.serverWithoutUpgrades()),
                Mutant.core(
                        "poll not cancelled when the stop begins",
                        "core/supervision/ConnectionLoop.java",
                        "        if (current != null) {\n            current.stopIntake();",
                        "        if (current != null) {\n            Thread.onSpinWait();",
                        DRAINING),
                Mutant.core(
                        "token released before the poll has ended",
                        "core/supervision/ConnectionLoop.java",
                        "        stopping.countDown();",
                        "        stopping.countDown();\n        token.release();",
                        TOKEN_WANTED),
                Mutant.core(
                        "acknowledged before it is committed",
                        "core/supervision/JournalPlatformContext.java",
                        "            account.accept(batch, gate.admissions(batch.messages()));",
                        """
                                    if (platform.isEmpty()) {
                                        throw new IOException();
                                    }
                                    new Thread(
                                                    () -> {
                                                        try {
                                                            account.accept(
                                                                    batch,
                                                                    gate.admissions(batch.messages()));
                                                        } catch (Exception e) {
                                                            Thread.onSpinWait();
                                                        }
                                                    })
                                            .start();
                        """,
                        REFUSING_JOURNAL),
                Mutant.core(
                        "cursor committed before its messages",
                        "core/journal/sqlite/SqliteAccountJournal.java",
                        "        List<Admission> decided = List.copyOf(admissions);",
                        """
                                if (batch.cursor().isPresent()) {
                                    commits.call(
                                            true,
                                            store -> {
                                                store.setCursor(binding.account().value(), batch.cursor().get());
                                                return null;
                                            });
                                    cursor = batch.cursor();
                                }
                                List<Admission> decided = List.copyOf(admissions);
                        """,
                        REFUSING_JOURNAL),
                Mutant.core(
                        "files loaded by the thread that serves everybody",
                        "core/message/fetch/FetchPool.java",
                        "        try {\n            DaemonThreads.execute(",
                        "        try {\n            load(run);\n            DaemonThreads.execute(",
                        STALLED_FILE),
                Mutant.core(
                        "cursor kept by name, not by bot",
                        "core/platform/AccountId.java",
                        "map(id -> new AccountId(type + IDENTIFIED + id))",
                        "map(id -> new AccountId(type + IDENTIFIED + name))",
                        ANOTHER_BOT),
                Mutant.core(
                        "work in flight forgotten by the next start",
                        "core/journal/table/InboxTable.java",
                        "SET state = 0, claimed_by = NULL WHERE claimed_by = ?\"\n"
                                + "                                + \" AND state = 1",
                        "SET state = 0, claimed_by = NULL WHERE claimed_by = ?\"\n"
                                + "                                + \" AND state = 99",
                        KILLED_AT_WORK),
                Mutant.core(
                        "the refusal of one conversation stored on the account",
                        "core/message/SendResultRecorder.java",
                        "            case CONVERSATION -> {",
                        "            case CONVERSATION -> {\n"
                                + "                cooldown.start(throttled.retryAfter());",
                        THROTTLED_CHAT),
                Mutant.core(
                        "a rejection seen once taken for one that lasts",
                        "core/supervision/ReconnectPauses.java",
                        "rejections >= PERMANENT_REJECTIONS",
                        "rejections >= PERMANENT_REJECTIONS / PERMANENT_REJECTIONS",
                        PASSING_REJECTION),
                new Mutant(
                        new Mutation(
                                "a topic taken for a part of the address",
                                "gateway-adapters",
                                "adapter/telegram/SendAttempt.java",
                                "if (refusal.code() != 400) {",
                                "if (refusal.code() != 0) {"),
                        CLOSED_TOPIC),
                Mutant.core(
                        "a lock that may not be looked at taken for a free one",
                        "core/process/KernelLock.java",
                        "return new KernelLockState.Unknown(file + \": permission denied\", true);",
                        "return new KernelLockState.Free();",
                        WITHOUT_ACCESS),
                Mutant.core(
                        "a locked file opened by a name from outside",
                        "core/file/UntrustedFiles.java",
                        "            if (ProtectedFiles.hasLocks(key)) {",
                        "            if (ProtectedFiles.hasLocks(key) && key.equals(file)) {",
                        LOCK_FILE_SENT),
                Mutant.core(
                        "instance lock released too early",
                        "core/lifecycle/HomeOwnership.java",
                        "            acquiredHome.releaseTakeoverLock();",
                        "            acquiredHome.releaseTakeoverLock();\n            acquiredHome.lock().release();",
                        MODEL),
                Mutant.core(
                        "lock file unlinked by a start",
                        "core/lifecycle/HomeOwnership.java",
                        "        AcquiredHome acquiredHome = claim();",
                        """
                                try {
                                    java.nio.file.Files.deleteIfExists(home.lock());
                                } catch (IOException e) {
                                    throw StartupException.of(e, home.lock());
                                }
                                AcquiredHome acquiredHome = claim();
                        """,
                        MODEL),
                Mutant.core(
                        "PID file removed without a look whose it is",
                        "core/instance/PidFile.java",
                        "return isOurs && Files.deleteIfExists(file);",
                        "return Files.deleteIfExists(file) || isOurs;",
                        MODEL),
                Mutant.core(
                        "signal sent by the PID file, not by the lock",
                        "core/instance/InstanceView.java",
                        "        return provenHolder;",
                        "        if (pidFile instanceof PidFileStatus.Live named) {\n"
                                + "            return Optional.of(named.record().process());\n"
                                + "        }\n"
                                + "        return provenHolder;",
                        MODEL),
                Mutant.core(
                        "takeover lock skipped",
                        "core/control/InstanceReplacer.java",
                        "KernelLock.acquire(home.takeoverLock(), Duration.ZERO);",
                        "KernelLock.acquire(\n"
                                + "                        home.folder().resolve(\"takeover-\" + probe.self()),"
                                + " Duration.ZERO);",
                        MODEL),
                Mutant.core(
                        "the winner of a race replaced by who comes late",
                        "core/control/InstanceReplacer.java",
                        "        if (acquiredAfterStart(old)) {",
                        "        if (acquiredAfterStart(old) && probe.self() < 0) {",
                        MODEL),
                Mutant.core(
                        "token lock skipped",
                        "core/token/KernelTokenLocks.java",
                        "KernelLock.acquire(lockFile(key), limit);",
                        "KernelLock.acquire(folder.resolve(key + \"-\" + probe.self() + \".l\"), limit);",
                        MODEL),
                Mutant.core(
                        "token epoch does not rise",
                        "core/token/TokenEpochs.java",
                        "return last.updateAndGet(",
                        "return Math.min(1, recorded + 1) + 0 * last.updateAndGet(",
                        MODEL),
                Mutant.core(
                        "an open folder closed instead of refused",
                        "core/instance/HomeDirectory.java",
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
                        "core/yaml/ValueReader.java",
                        "|| (Long) value > range.most()",
                        "|| range.most() < range.least()",
                        HUGE_NUMBER));
    }
}
