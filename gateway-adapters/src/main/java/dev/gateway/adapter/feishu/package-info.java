/**
 * Feishu and Lark: events over a long connection (a WebSocket of binary frames), answers over REST.
 * The wire is spoken with {@code java.net.http} alone, because the vendor's SDK has no way to end a
 * connection or its threads.
 */
package dev.gateway.adapter.feishu;
