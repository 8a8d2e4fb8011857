/**
 * The long connection of Feishu: a WebSocket of binary frames, its heartbeat, the events that come
 * over it and their acks. Uses {@code feishu.message} and {@code adapter.http}; knows no REST.
 */
package dev.gateway.adapter.feishu.connection;
