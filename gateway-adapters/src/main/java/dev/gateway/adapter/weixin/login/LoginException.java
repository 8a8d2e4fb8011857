package dev.gateway.adapter.weixin.login;

/** A login that came to nothing. The message is one line and says what to do next. */
public final class LoginException extends Exception {

    LoginException(String message) {
        super(message);
    }
}
