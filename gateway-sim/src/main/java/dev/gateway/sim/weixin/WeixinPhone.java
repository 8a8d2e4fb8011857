package dev.gateway.sim.weixin;

import dev.gateway.sim.weixin.QrLogin.Status;
import java.util.function.Consumer;

/**
 * A user's phone at a login. It acts on the latest QR code, in any order that a test needs.
 * Thread-safe.
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
     * Confirms the login and returns the new bot token; empty if the client already has a valid
     * token of this user.
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

    /** Lets the code expire. */
    public void expires() {
        change(login -> login.status(Status.EXPIRED));
    }

    /** Redirects the client to another host for the rest of the login. */
    public void redirectsTo(String host) {
        change(login -> login.redirect(host));
    }

    /** Returns the number of QR codes so far. */
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
