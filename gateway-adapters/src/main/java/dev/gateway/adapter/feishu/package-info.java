/**
 * Feishu and Lark: events over a long connection (a WebSocket of binary frames), answers over REST.
 * The wire is spoken with the HTTP and WebSocket client of {@code adapter.http}, because the
 * vendor's SDK has no way to end a connection or its threads.
 *
 * <p>What was decided:
 *
 * <ul>
 *   <li>An event is acked after the gateway has stored it. Not stored: 500. Stored after more than
 *       2.8 s: no ack, as the platform has given up on it; it comes again and is known by its
 *       message id.
 *   <li>The files of a message get 1.5 s before it is stored. What is not there by then is a note
 *       in the text.
 *   <li>Pings go out as often as the platform asks, and twice within {@code contact_timeout}. A
 *       pong that is missing for 20 s ends the connection.
 *   <li>After a loss the gateway stays away for a random part of the platform's {@code
 *       ReconnectNonce}, after a refusal for its {@code ReconnectInterval}. Too many connections
 *       are no refusal of that kind: the platform may still hold the connection of a gateway that
 *       was killed, so it is tried again with the gateway's own backoff.
 *   <li>When stopped, CLOSE goes out at once. A platform that does not answer it within 3 s is hung
 *       up on.
 *   <li>Answers carry the gateway's message id as {@code uuid}; within an hour the platform sends
 *       none of them twice.
 * </ul>
 */
package dev.gateway.adapter.feishu;
