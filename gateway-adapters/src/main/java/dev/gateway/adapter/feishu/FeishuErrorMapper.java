package dev.gateway.adapter.feishu;

import dev.gateway.core.platform.PlatformException;

/** The mapping of failed responses to the exceptions of a send. */
final class FeishuErrorMapper {

    private static final int SERVER_ERROR = 500;
    private static final int REQUEST_TIMEOUT = 408;

    private FeishuErrorMapper() {}

    /** Returns the exception for a response. */
    static PlatformException toException(ApiResponse response, String what) {
        if (response.isThrottled()) {
            return response.toThrottled(what);
        }
        boolean senseless = !FeishuErrorCode.isPlatformCode(response.code());
        boolean passing =
                response.status() >= SERVER_ERROR
                        || response.status() == REQUEST_TIMEOUT
                        || FeishuErrorCode.isTransient(response.code())
                        || senseless;
        return passing
                ? new PlatformException.Unreachable(response.describe(what))
                : new PlatformException.Undeliverable(
                        response.describe(what) + advice(response.code()));
    }

    /** Returns whether a response says that the message can never be sent as it is. */
    static boolean isPermanent(ApiResponse response) {
        return !response.isOk()
                && toException(response, "") instanceof PlatformException.Undeliverable;
    }

    private static String advice(long code) {
        if (code == FeishuErrorCode.SCOPE_MISSING) {
            return " (grant the scope it names in the app's console)";
        }
        if (code == FeishuErrorCode.NOT_IN_GROUP) {
            return " (add the bot to the group again)";
        }
        if (code == FeishuErrorCode.BOT_NOT_ACTIVATED) {
            return " (enable the bot ability in the app's console)";
        }
        return "";
    }
}
