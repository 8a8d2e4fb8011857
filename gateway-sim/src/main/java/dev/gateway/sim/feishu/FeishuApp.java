package dev.gateway.sim.feishu;

import dev.gateway.sim.feishu.protocol.FeishuIds;
import dev.gateway.sim.referee.TokenLabel;

/** A self-built app with a bot. Guarded by the platform's lock. */
final class FeishuApp {

    private final String id;
    private final String secret;
    private final String openId;
    private final int service;
    private String wrongDomain = "";
    private boolean forbidden;
    private boolean disabled;

    FeishuApp(String id, String secret, int service) {
        this.id = id;
        this.secret = secret;
        this.openId = "ou_" + FeishuIds.hash("bot " + id);
        this.service = service;
    }

    String id() {
        return id;
    }

    String secret() {
        return secret;
    }

    /** Returns the printable name of the app. */
    String label() {
        return TokenLabel.of("feishu", id);
    }

    String openId() {
        return openId;
    }

    /** Returns the name of the app's bot. */
    String name() {
        return "Fake bot " + id.substring(id.length() - 4);
    }

    int service() {
        return service;
    }

    /** Returns true if the app belongs to the other one of Feishu and Lark. */
    boolean ofOtherDomain() {
        return !wrongDomain.isEmpty();
    }

    void moveTo(String otherDomain) {
        wrongDomain = otherDomain;
    }

    /** Returns true if the app's console forbids long connections. */
    boolean forbidden() {
        return forbidden;
    }

    void forbid(boolean forbidden) {
        this.forbidden = forbidden;
    }

    /** Returns true if the app's secret is no longer valid. */
    boolean disabled() {
        return disabled;
    }

    void disable(boolean disabled) {
        this.disabled = disabled;
    }
}
