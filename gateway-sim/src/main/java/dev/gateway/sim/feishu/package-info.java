/**
 * A Feishu on loopback: endpoint discovery with tickets for one connection each, long connections
 * of protobuf frames over WebSocket, events that are delivered again unless they are acked within
 * three seconds, and the REST calls that a bot needs.
 *
 * <p>May use {@code server}, {@code chat} and {@code referee}, and nothing of the gateway's
 * adapter. Add a REST call: a route in {@code FeishuRouter} and its code in {@code MessageApi} or
 * {@code FeishuFileStore}. Add an action of the control API: {@code FeishuControl}.
 */
package dev.gateway.sim.feishu;
