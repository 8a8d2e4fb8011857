package dev.gateway.core.platform;

import java.util.Locale;

/** Where one platform stands, as {@code status} shows it. */
public enum PlatformState {
    /** {@code enabled: false}. */
    DISABLED,
    /** Another process holds its token; taken as soon as that lets go. */
    WAITING_FOR_TOKEN,
    /** No successful poll or pong yet. */
    CONNECTING,
    /** A poll or pong succeeded within the contact timeout. */
    CONNECTED,
    /** Lost or refused for a passing reason; tried again with backoff. */
    RETRYING,
    /** The platform ended the session; only a new login helps. */
    EXPIRED,
    /** The platform refused the credentials; only a person can help. */
    REJECTED,
    /** Letting go, within its deadline. */
    DISCONNECTING,
    /** Let go. */
    DISCONNECTED,
    /** Did not let go within its deadline and was left behind. */
    ABANDONED;

    /** The name in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
