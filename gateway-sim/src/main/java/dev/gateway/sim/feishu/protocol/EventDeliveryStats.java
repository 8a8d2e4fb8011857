package dev.gateway.sim.feishu.protocol;

import java.util.List;

/**
 * The counts of the events of all apps.
 *
 * @param pending events neither acked nor lost
 * @param acked acks with code 200, in time
 * @param refused acks with another code
 * @param late acks that came too late, twice, or for no event
 * @param lost the ids of events whose last delivery was not acked
 */
public record EventDeliveryStats(
        int pending, int acked, int refused, int late, List<String> lost) {}
