package dev.gateway.sim.weixin;

import java.time.Duration;
import java.util.concurrent.Future;

/** Runs tasks with the platform's lock held. */
interface WeixinScheduler {

    /** After a time, on the server's thread. */
    Future<?> later(Duration delay, Runnable task);

    /** At once, on the caller's thread. */
    void now(Runnable task);
}
