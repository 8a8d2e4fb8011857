package dev.gateway.adapter.feishu;

/**
 * The platform was reached and said that it does not want a connection just now. How long to leave
 * it alone is in its last {@link ClientConfig}.
 */
final class Refused extends Exception {

    Refused(String message) {
        super(message);
    }
}
