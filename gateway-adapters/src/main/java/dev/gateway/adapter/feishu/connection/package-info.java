/**
 * The long connection of Feishu: a WebSocket of binary frames, its heartbeat, and the events
 * received over it with their acks.
 *
 * <p>May use {@code feishu.message}, {@code core.http} and {@code adapter.text}; uses no REST. Add
 * a control message in {@code ConnectionSession}, a field of the frames in {@code Frame} and {@code
 * FrameCodec}.
 */
package dev.gateway.adapter.feishu.connection;
