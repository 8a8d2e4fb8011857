package dev.gateway.sim.weixin;

/** What the platform does with a message that it put into an answer. Reports differ. */
public enum DeliveryMode {
    /** It is gone, even if the answer never arrives; an older cursor brings nothing back. */
    CONSUME_ON_DELIVER,
    /** It is delivered again to whoever polls with a cursor from before it. */
    REPLAY_FROM_CURSOR
}
