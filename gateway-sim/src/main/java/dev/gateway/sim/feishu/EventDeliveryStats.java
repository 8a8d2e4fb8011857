package dev.gateway.sim.feishu;

import java.util.List;

/**
 * What became of the events of all apps.
 *
 * @param pending neither acked nor lost
 * @param acked with code 200, in time
 * @param refused acks with another code
 * @param late acks that came too late, twice, or for nothing
 * @param lost the ids of events that were pushed for the last time and not acked
 */
public record EventDeliveryStats(
        int pending, int acked, int refused, int late, List<String> lost) {}
