package dev.gateway.sim.weixin;

/** The fate of a message that the platform has put into an answer. Reports about it differ. */
public enum DeliveryMode {
    /**
     * The message is consumed, even if the answer never arrives; an older cursor does not bring it
     * back.
     */
    CONSUME_ON_DELIVER,
    /** The message is delivered again to a poll with a cursor from before it. */
    REPLAY_FROM_CURSOR
}
