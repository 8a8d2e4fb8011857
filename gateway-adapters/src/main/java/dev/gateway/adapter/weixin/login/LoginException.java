package dev.gateway.adapter.weixin.login;

/** An exception for a failed login. The message is one line and names the next step. */
public final class LoginException extends Exception {

    LoginException(String message) {
        super(message);
    }
}
