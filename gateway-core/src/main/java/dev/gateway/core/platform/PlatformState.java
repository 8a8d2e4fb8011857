package dev.gateway.core.platform;

import java.util.Locale;

/** The connection state of one platform, as {@code status} shows it. */
public enum PlatformState {
    /** {@code enabled: false}. */
    DISABLED,
    /** Another host of the cluster holds it. */
    ELSEWHERE,
    /** Another process holds its token; the gateway takes it as soon as it is free. */
    WAITING_FOR_TOKEN,
    /** No successful poll or pong yet. */
    CONNECTING,
    /** A poll or pong succeeded within the contact timeout. */
    CONNECTED,
    /** Lost or refused for a passing reason; retried with backoff. */
    RETRYING,
    /** The platform ended the session; only a new login helps. */
    EXPIRED,
    /** The platform refused the credentials; only the operator can help. */
    REJECTED,
    /** Disconnecting, within its timeout. */
    DISCONNECTING,
    /** Disconnected. */
    DISCONNECTED,
    /** Not disconnected within its timeout and left behind. */
    ABANDONED;

    /** Returns the name in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
