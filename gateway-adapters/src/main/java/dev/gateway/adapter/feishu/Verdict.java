package dev.gateway.adapter.feishu;

import dev.gateway.core.platform.PlatformException;

/** What follows from an answer that is not the wanted one, for a message that was to be sent. */
final class Verdict {

    private static final int SERVER_ERROR = 500;
    private static final int REQUEST_TIMEOUT = 408;

    private Verdict() {}

    /** The exception for this answer. */
    static PlatformException of(Answer answer, String what) {
        if (answer.throttled()) {
            return answer.throttling(what);
        }
        boolean senseless = !ErrorCode.isVerdict(answer.code());
        boolean passing =
                answer.status() >= SERVER_ERROR
                        || answer.status() == REQUEST_TIMEOUT
                        || ErrorCode.isPassing(answer.code())
                        || senseless;
        return passing
                ? new PlatformException.Unreachable(answer.words(what))
                : new PlatformException.Undeliverable(answer.words(what) + advice(answer.code()));
    }

    /** Whether this answer says that the message can never be sent as it is. */
    static boolean isFinal(Answer answer) {
        return !answer.ok() && of(answer, "") instanceof PlatformException.Undeliverable;
    }

    private static String advice(long code) {
        if (code == ErrorCode.SCOPE_MISSING) {
            return " (grant the scope it names in the app's console)";
        }
        if (code == ErrorCode.NOT_IN_GROUP) {
            return " (add the bot to the group again)";
        }
        if (code == ErrorCode.BOT_NOT_ACTIVATED) {
            return " (enable the bot ability in the app's console)";
        }
        return "";
    }
}
