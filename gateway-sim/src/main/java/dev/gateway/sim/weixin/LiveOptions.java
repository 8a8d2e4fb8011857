package dev.gateway.sim.weixin;

/** The current options, which can change while the platform runs. Thread-safe. */
final class LiveOptions {

    private volatile WeixinOptions now;

    LiveOptions(WeixinOptions first) {
        now = first;
    }

    WeixinOptions now() {
        return now;
    }

    void change(WeixinOptions other) {
        now = other;
    }
}
