package dev.gateway.adapter.contract;

import java.util.List;

/** What an adapter can do wrong, and the checks that must notice. */
enum AdapterDefect {
    /** The control: all is well. */
    NONE,
    /** Receives, but never says that it is connected. */
    NEVER_IN_CONTACT("connectsAndTellsOfContact"),
    /** Takes equal words for the same message. */
    KEYS_BY_TEXT("receivesWhatAPersonSays"),
    /** Says that it sent something and did not. */
    SENDS_NOTHING("sendsAnswersToWhoAsked"),
    /** Leaves long texts as they are. */
    NEVER_SPLITS("sendsALongTextInPieces"),
    /** Hands over the latest first. */
    REVERSES("keepsTheOrderWithinAConversation", "keepsTheOrderOfWhatWasSaidBefore"),
    /** Begins at the beginning each time. */
    FORGETS_THE_CURSOR("aSuccessorGoesOnBehindWhatWasStored"),
    /** Confirms also what the gateway did not store. */
    CONFIRMS_ANYWAY(
            "whatWasNotAcceptedIsNotConfirmed",
            "whatWasNotAcceptedComesAgain",
            "whatWaitedInVainIsNotConfirmed"),
    /** Gives each try of a message another id. */
    FORGETS_IDS("theSameMessageSentAgainAppearsOnce"),
    /** Goes on until it is disconnected. */
    IGNORES_STOP_INTAKE(
            "stopIntakeEndsALongPoll",
            "stopIntakeEndsAnAnswerThatStalls",
            "stopIntakeEndsAHalfOpenConnection",
            "stopIntakeBeforeServeKeepsItFromBeginning"),
    /** Tries again instead of ending. */
    SWALLOWS_INTERRUPTS("anInterruptEndsServe", "anInterruptEndsSend"),
    /** Says that it sent what failed. */
    HIDES_FAILED_SENDS("disconnectEndsASendThatIsStuck", "aSendThatFailsCanBeRepeated"),
    /** Takes a second disconnect for an error. */
    DISCONNECTS_ONCE("disconnectMayBeCalledTwiceAndBeforeServe"),
    /** Takes all the time it likes. */
    DISCONNECTS_SLOWLY(
            "disconnectKeepsItsDeadlineWhenTheNetworkGoesSilent",
            "disconnectKeepsItsDeadlineWhileAnswersStall"),
    /** Says that it let go and goes on. */
    NEVER_LETS_GO(
            "nothingIsDeliveredAfterDisconnect",
            "disconnectEndsASendThatIsStuck",
            "leavesNoSocketBehind"),
    /** Forgets one thread. */
    LEAVES_A_THREAD("leavesNoThreadBehind"),
    /** Forgets one socket. */
    LEAVES_A_SOCKET("leavesNoSocketBehind"),
    /** Makes no difference between one trouble and another. */
    CALLS_ALL_UNREACHABLE(
            "aSecondPollerIsReportedAsConflict",
            "aThrottledPollSaysHowLongToWait",
            "aThrottledSendSaysHowLongToWait",
            "worthlessCredentialsAreReportedAsSuch"),
    /** Knows better than the platform how long to wait. */
    WAITS_AS_IT_LIKES("aThrottledPollSaysHowLongToWait", "aThrottledSendSaysHowLongToWait"),
    /** Has not thought of any trouble. */
    DIES_OF_TROUBLE(
            "aMalformedAnswerIsSurvived",
            "anOversizedAnswerIsSurvived",
            "aBadGatewayIsSurvived",
            "aResetIsSurvived",
            "comesBackAfterThePlatformWasAway"),
    /** Says what it called, with the token in it. */
    THROWS_SECRETS("secretsAppearNeitherInExceptionsNorInTheLog"),
    /** The same, in the log. */
    LOGS_SECRETS("secretsAppearNeitherInExceptionsNorInTheLog");

    private final List<String> checks;

    AdapterDefect(String... checks) {
        this.checks = List.of(checks);
    }

    List<String> checks() {
        return checks;
    }
}
