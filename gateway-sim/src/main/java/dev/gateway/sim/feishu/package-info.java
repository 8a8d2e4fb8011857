/**
 * A fake Feishu: endpoint discovery with tickets for one connection each, long connections of
 * protobuf frames over WebSocket, events that have to be acked within three seconds and otherwise
 * come again, and the REST calls a bot needs.
 */
package dev.gateway.sim.feishu;
