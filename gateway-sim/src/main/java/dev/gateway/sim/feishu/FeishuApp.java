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

    /** How it is called where it may be seen. */
    String label() {
        return TokenLabel.of("feishu", id);
    }

    String openId() {
        return openId;
    }

    /** The name of its bot. */
    String name() {
        return "Fake bot " + id.substring(id.length() - 4);
    }

    int service() {
        return service;
    }

    /** Whether the app belongs to the other of Feishu and Lark. */
    boolean ofOtherDomain() {
        return !wrongDomain.isEmpty();
    }

    void moveTo(String otherDomain) {
        wrongDomain = otherDomain;
    }

    /** Whether its console does not allow long connections. */
    boolean forbidden() {
        return forbidden;
    }

    void forbid(boolean forbidden) {
        this.forbidden = forbidden;
    }

    /** Whether its secret is no longer valid. */
    boolean disabled() {
        return disabled;
    }

    void disable(boolean disabled) {
        this.disabled = disabled;
    }
}
