/**
 * Feishu and Lark: events over a long connection (a WebSocket of binary frames), answers over REST.
 * The adapter uses the HTTP and WebSocket client of {@code core.http}, because the vendor's SDK has
 * no way to end a connection or its threads.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>An event is acked after the gateway has stored it. Not stored: 500. Stored after more than
 *       2.8 s: no ack, because the platform has given up on it; it comes again and is recognised by
 *       its message id.
 *   <li>Pings go out as often as the platform asks, and twice within {@code contact_timeout}. A
 *       pong that is missing for 20 s ends the connection.
 *   <li>After a loss the gateway stays away for a random part of the platform's {@code
 *       ReconnectNonce}, after a refusal for its {@code ReconnectInterval}. Too many connections
 *       are no such refusal: the platform may still hold the connection of a killed gateway, so the
 *       gateway retries with its own backoff.
 *   <li>When stopped, CLOSE goes out at once. If the platform does not answer it within 3 s, the
 *       connection is closed without an answer.
 *   <li>What an event lacks (names, quotes, forwarded messages) is looked up after the ack and
 *       before the handler, best effort. Before the ack only what decides who is addressed is asked
 *       for, for a second at most each.
 *   <li>Answers carry the gateway's message id as {@code uuid}; the platform sends none of them
 *       twice within an hour.
 * </ul>
 *
 * <p>May use the SPI of the core and {@code core.http}, {@code adapter.http}, {@code text}, {@code
 * markdown}, {@code feishu.connection} and {@code feishu.message}. Add an option in {@code
 * FeishuSettings} and {@code FeishuFactory}, an error code in {@code FeishuErrorCode}.
 */
package dev.gateway.adapter.feishu;
