package dev.gateway.sim.feishu;

import java.time.Duration;
import java.util.concurrent.Future;

/** Runs tasks with the platform's lock held, on the server's thread. */
interface FeishuScheduler {

    Future<?> later(Duration delay, Runnable task);
}
