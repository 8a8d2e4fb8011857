package dev.gateway.adapter.contract;

import java.util.List;

/** The defects of an adapter, and the checks that must detect each. */
enum AdapterDefect {
    /** No defect, as a control with groups. */
    NONE,
    /** No defect, as a control with keys for repeated messages. */
    NONE_IN_PRIVATE,
    /** Receives, but never reports contact. */
    NEVER_IN_CONTACT("connectsAndTellsOfContact"),
    /** Takes equal words for the same message. */
    KEYS_BY_TEXT("receivesWhatAPersonSays"),
    /** Reports a message as sent without sending it. */
    SENDS_NOTHING("sendsAnswersToWhoAsked"),
    /** Leaves long texts whole. */
    NEVER_SPLITS("sendsALongTextInPieces"),
    /** Delivers the latest message first. */
    REVERSES("keepsTheOrderWithinAConversation", "keepsTheOrderOfWhatWasSaidBefore"),
    /** Starts without the stored cursor each time. */
    FORGETS_THE_CURSOR("aSuccessorGoesOnBehindWhatWasStored"),
    /** Confirms messages that the gateway did not store. */
    CONFIRMS_ANYWAY(
            "whatWasNotAcceptedIsNotConfirmed",
            "whatWasNotAcceptedComesAgain",
            "whatWaitedInVainIsNotConfirmed"),
    /** Gives each attempt of a message another id. */
    FORGETS_IDS("theSameMessageSentAgainAppearsOnce"),
    /** Goes on until it is disconnected. */
    IGNORES_STOP_INTAKE(
            "stopIntakeEndsALongPoll",
            "stopIntakeEndsAnAnswerThatStalls",
            "stopIntakeEndsAHalfOpenConnection",
            "stopIntakeBeforeServeKeepsItFromBeginning"),
    /** Does not ask whether it may still poll. */
    POLLS_WITHOUT_RIGHT("withoutTheRightToPollItEnds"),
    /** Retries instead of ending. */
    SWALLOWS_INTERRUPTS(
            "anInterruptEndsServe", "anInterruptEndsSend", "anInterruptEndsTheEndOfTheSession"),
    /** Reports a failed send as successful. */
    HIDES_FAILED_SENDS("disconnectEndsASendThatIsStuck", "aSendThatFailsCanBeRepeated"),
    /** Fails at a second disconnect, and at a second end of its session. */
    DISCONNECTS_ONCE(
            "disconnectMayBeCalledTwiceAndBeforeServe", "endSessionMayBeCalledTwiceAndBeforeServe"),
    /** Goes on polling after the end of its session. */
    POLLS_ON("nothingPollsAfterTheEndOfTheSession"),
    /** Reports answers after the end of its session as sent, which are not. */
    SENDS_NOTHING_AT_LAST("aSendAfterTheEndOfTheSessionArrivesOrIsRefused"),
    /** Tells the platform with each step of the stop that it goes. */
    TELLS_TWICE("disconnectAfterTheEndOfTheSessionIsQuickAndTellsNothingTwice"),
    /** Ignores the time of a disconnect and of the end of its session. */
    DISCONNECTS_SLOWLY(
            "disconnectKeepsItsDeadlineWhenTheNetworkGoesSilent",
            "disconnectKeepsItsDeadlineWhileAnswersStall",
            "endSessionKeepsItsDeadlineWhenTheNetworkGoesSilent"),
    /** Returns from disconnect and goes on. */
    NEVER_LETS_GO(
            "nothingIsDeliveredAfterDisconnect",
            "disconnectEndsASendThatIsStuck",
            "leavesNoSocketBehind"),
    /** Leaves one thread. */
    LEAVES_A_THREAD("leavesNoThreadBehind"),
    /** Leaves one socket. */
    LEAVES_A_SOCKET("leavesNoSocketBehind"),
    /** Throws the same exception for every failure. */
    CALLS_ALL_UNREACHABLE(
            "aSecondPollerIsReportedAsConflict",
            "aThrottledPollSaysHowLongToWait",
            "aThrottledSendSaysHowLongToWait",
            "worthlessCredentialsAreReportedAsSuch"),
    /** Replaces the platform's pause by its own. */
    WAITS_AS_IT_LIKES("aThrottledPollSaysHowLongToWait", "aThrottledSendSaysHowLongToWait"),
    /** Throws an undeclared exception at every failure. */
    DIES_OF_TROUBLE(
            "aMalformedAnswerIsSurvived",
            "anOversizedAnswerIsSurvived",
            "aBadGatewayIsSurvived",
            "aResetIsSurvived",
            "comesBackAfterThePlatformWasAway"),
    /** Names the called address with the token in it. */
    THROWS_SECRETS("secretsAppearNeitherInExceptionsNorInTheLog"),
    /** Logs the token. */
    LOGS_SECRETS("secretsAppearNeitherInExceptionsNorInTheLog"),
    /**
     * Knows texts in private chats only, as a first version does: loads files in the poll and
     * forgets them, takes each message for a person's who means the bot, cuts texts anywhere, takes
     * each limit for the account's, tells of no poll, ends all calls at the stop, and fails when
     * typing fails.
     */
    NAIVE(
            "receivesAFileThatAPersonSends",
            "theIntakeDoesNotWaitForFiles",
            "sendsAFileWithItsContent",
            "neverCutsASurrogatePair",
            "neverCutsWhatIsSeenAsOneCharacter",
            "knowsAPersonAgain",
            "knowsAPersonAgainInAGroup",
            "aGroupIsOneConversationOfSeveralPeople",
            "tellsWhatIsAddressedToTheBot",
            "tellsBotsFromPeople",
            "aLimitOfOneConversationIsToldAsSuch",
            "showsThatItTypes",
            "aFailureOfTypingIsSilent",
            "tellsThatItsFirstPollIsOnItsWay",
            "aSendInFlightAtTheEndOfTheSessionArrives",
            "aSendInFlightAtTheStopOfTheIntakeArrives",
            "sendsAfterTheIntakeWasStopped");

    private final List<String> checks;

    AdapterDefect(String... checks) {
        this.checks = List.of(checks);
    }

    List<String> checks() {
        return checks;
    }

    boolean isNone() {
        return this == NONE || this == NONE_IN_PRIVATE;
    }
}
