package dev.gateway.sim.weixin;

import dev.gateway.sim.weixin.QrLogin.Status;
import java.util.function.Consumer;

/**
 * Somebody's phone at a login: acts on the QR code that was shown last, in any order, as a test
 * needs it. Thread-safe.
 */
public final class WeixinPhone {

    private final FakeWeixin weixin;
    private final String owner;

    WeixinPhone(FakeWeixin weixin, String owner) {
        this.weixin = weixin;
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
        synchronized (weixin.lock()) {
            QrLogin login = weixin.qr().latest();
            if (login.localTokens().stream().anyMatch(token -> weixin.isLive(token, owner))) {
                change(one -> one.status(Status.BINDED_REDIRECT));
                return "";
            }
            String token = weixin.login(owner);
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
        synchronized (weixin.lock()) {
            return weixin.qr().count();
        }
    }

    private void change(Consumer<QrLogin> change) {
        synchronized (weixin.lock()) {
            QrLogin login = weixin.qr().latest();
            change.accept(login);
            weixin.qr().changed(login);
        }
    }
}
