package dev.gateway.sim.weixin;

import dev.gateway.sim.weixin.QrLogin.Status;
import java.util.function.Consumer;

/**
 * Somebody's phone at a login: acts on the QR code that was shown last, in any order, as a test
 * needs it. Thread-safe.
 */
public final class WeixinPhone {

    private final Object lock;
    private final QrLoginService logins;
    private final WeixinBotStore bots;
    private final String owner;

    WeixinPhone(Object lock, QrLoginService logins, WeixinBotStore bots, String owner) {
        this.lock = lock;
        this.logins = logins;
        this.bots = bots;
        this.owner = owner;
    }

    /** Scans the code. */
    public void scans() {
        change(login -> login.status(Status.SCANED));
    }

    /** Shows a number that has to be typed at the gateway. */
    public void showsCode(String code) {
        change(login -> login.askForCode(code));
    }

    /**
     * Confirms the login, and returns the new bot token; it has the empty text if the client has a
     * token of this user already that is good.
     */
    public String confirms() {
        synchronized (lock) {
            QrLogin login = logins.latest();
            if (login.localTokens().stream().anyMatch(token -> bots.isLive(token, owner))) {
                change(one -> one.status(Status.BINDED_REDIRECT));
                return "";
            }
            String token = bots.login(owner);
            change(one -> one.confirm(token));
            return token;
        }
    }

    /** Lets the code grow too old. */
    public void expires() {
        change(login -> login.status(Status.EXPIRED));
    }

    /** Sends the client to another host for the rest of the login. */
    public void redirectsTo(String host) {
        change(login -> login.redirect(host));
    }

    /** How many QR codes were shown so far. */
    public int codesShown() {
        synchronized (lock) {
            return logins.count();
        }
    }

    private void change(Consumer<QrLogin> change) {
        synchronized (lock) {
            QrLogin login = logins.latest();
            change.accept(login);
            logins.changed(login);
        }
    }
}
