package dev.gateway.it.mutants;

import java.util.List;

/** The mutants of a home and its accounts that pass from one living process to the next. */
final class HandoverMutants {

    private static final String TWO_SESSIONS = "dev.gateway.core.journal.sqlite.TwoSessionsTest";

    private static final DefectCheck VOID_MESSAGE =
            journal(
                    "a step of a claim that another session has",
                    "noStepOfAVoidClaimOfAMessageChangesAnything()");
    private static final DefectCheck VOID_ANSWER =
            journal(
                    "a step of an answer that another session sends",
                    "noStepOfAVoidClaimOfAnAnswerChangesAnything()");
    private static final DefectCheck LIVING_SESSION =
            journal(
                    "a journal that is opened beside a living session",
                    "aSuccessorLeavesTheWorkOfALivingSessionAlone()");

    private static final DefectCheck PASSED_ON =
            new UnitTestDefectCheck(
                    "test: a platform that is handed over",
                    "dev.gateway.core.supervision.PlatformHandOverTest"
                            + "#theTokenStaysWithTheProcessAsLongAsItsLastPoll()");
    private static final DefectCheck STOPPED_BESIDE =
            new UnitTestDefectCheck(
                    "test: a stop while an old process finishes",
                    "dev.gateway.core.control.InstanceStopperTest"
                            + "#aProcessThatFinishesItsMessagesIsWaitedFor()");
    private static final DefectCheck DRAINED_BESIDE =
            new UnitTestDefectCheck(
                    "test: a drain while an old process finishes",
                    "dev.gateway.core.lifecycle.HandoverTest"
                            + "#theStopOfTheSuccessorWaitsForTheOldGatewayAndSendsItsAnswer()");

    private HandoverMutants() {}

    /** Returns all of them. */
    static List<Mutant> all() {
        return List.of(
                Mutant.core(
                        "claim of a message not guarded by its session",
                        "core/journal/table/InboxTable.java",
                        "uid = ? AND state = 1 AND claimed_by = ? AND claims = ?\"",
                        "uid = ? AND state = 1 AND (1 OR claimed_by = ? OR claims = ?)\"",
                        VOID_MESSAGE),
                Mutant.core(
                        "claim of an answer not guarded by its session",
                        "core/journal/table/OutboxTable.java",
                        "uid = ? AND claimed_by = ? AND claims = ?\"",
                        "uid = ? AND (1 OR claimed_by = ? OR claims = ?)\"",
                        VOID_ANSWER),
                Mutant.core(
                        "recovery takes the work of a living session",
                        "core/journal/sqlite/CrashRecovery.java",
                        "            if (hasEnded(holder, sessions)) {",
                        "            if (hasEnded(holder, sessions) || holder.id() != null) {",
                        LIVING_SESSION),
                Mutant.core(
                        "order ignored across sessions",
                        "core/journal/table/ConversationPlaces.java",
                        "conversation()).busyBy = claim.holder();",
                        "conversation()).busyBy =" + " self.equals(claim.holder()) ? self : null;",
                        LIVING_SESSION),
                Mutant.core(
                        "token passed on before the intake has ended",
                        "core/supervision/PlatformSupervisor.java",
                        "        serving.awaitEnd(end);\n"
                                + "        PlatformConnection current = serving.connection();\n"
                                + "        if (current != null) {\n"
                                + "            current.endSession(",
                        "        token.release();\n"
                                + "        serving.awaitEnd(end);\n"
                                + "        PlatformConnection current = serving.connection();\n"
                                + "        if (current != null) {\n"
                                + "            current.endSession(",
                        PASSED_ON),
                Mutant.core(
                        "stop ignores the outgoing process",
                        "core/control/InstanceStopper.java",
                        "        List<ProcessIdentity> left = outgoing.living();\n        if (left.isEmpty()) {",
                        "        List<ProcessIdentity> left = List.of();\n        if (left.isEmpty()) {",
                        STOPPED_BESIDE),
                Mutant.core(
                        "drain of the successor ignores the outgoing process",
                        "core/lifecycle/StopSequence.java",
                        "        return parts.outgoing().filter(each -> !each.isEmpty()).isPresent();",
                        "        return parts.outgoing().filter(each -> each == null).isPresent();",
                        DRAINED_BESIDE));
    }

    private static DefectCheck journal(String name, String method) {
        return new UnitTestDefectCheck("test: " + name, TWO_SESSIONS + "#" + method);
    }
}
