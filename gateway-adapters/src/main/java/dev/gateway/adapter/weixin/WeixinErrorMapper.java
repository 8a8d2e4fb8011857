package dev.gateway.adapter.weixin;

import dev.gateway.core.platform.PlatformException;
import java.time.Duration;

/** The mapping of the API's error codes to the exceptions of a send. */
final class WeixinErrorMapper {

    private static final Duration FIRST_WAIT = Duration.ofSeconds(3);

    private final IlinkApi api;

    WeixinErrorMapper(IlinkApi api) {
        this.api = api;
    }

    /** Returns the exception for a response of {@code method} that refuses {@code what}. */
    PlatformException toException(String what, String method, IlinkResponse response) {
        String message = "Weixin does not take " + what + ": " + response.reason();
        if (response.code() == IlinkResponse.INVALID) {
            return new PlatformException.Undeliverable(message);
        }
        return response.code() == IlinkResponse.REFUSED
                ? new PlatformException.Throttled(
                        message, FIRST_WAIT, PlatformException.Scope.WINDOW)
                : api.unreachable(method, response.reason());
    }
}
