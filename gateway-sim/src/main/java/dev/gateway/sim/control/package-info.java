/**
 * The control API: an HTTP interface to the fake platforms for operators, scripts and other
 * processes.
 *
 * <p>All answers are JSON. An error is a 400, 404 or 405 with {@code {"error": "..."}}. PLATFORM is
 * the type, for instance {@code telegram}; {@code token} is optional and defaults to the first one.
 * May use {@code server}, {@code chat} and {@code referee}. Add a path: a case in {@code
 * PlatformControl} and a row here; an action of one platform belongs to its {@code control} method.
 *
 * <table>
 * <caption>Paths</caption>
 * <tr><td>GET /control</td><td>the platforms: address, tokens, summary</td></tr>
 * <tr><td>POST /control/PLATFORM/say</td><td>{@code {"user":"mama","text":"hello","token":".."}};
 *     returns the {@code id} of the message</td></tr>
 * <tr><td>GET /control/PLATFORM/messages/ID?wait=10s</td><td>the record of a message; waits up to this long
 *     for an answer</td></tr>
 * <tr><td>GET /control/PLATFORM/messages</td><td>all messages with deliveries and answers</td></tr>
 * <tr><td>GET /control/PLATFORM/heard?user=mama</td><td>the bot's messages to a user</td></tr>
 * <tr><td>GET /control/PLATFORM/ledger</td><td>the counts</td></tr>
 * <tr><td>GET /control/PLATFORM/pollers?token_label=..</td><td>all polls with their times</td></tr>
 * <tr><td>GET /control/PLATFORM/overlaps</td><td>polls of one token at the same time</td></tr>
 * <tr><td>GET /control/PLATFORM/handovers</td><td>each change of the poller of a token, with the
 *     gap</td></tr>
 * <tr><td>POST /control/PLATFORM/forget</td><td>removes the finished polls</td></tr>
 * <tr><td>GET /control/PLATFORM/connections</td><td>all connections with their times</td></tr>
 * <tr><td>GET, DELETE /control/PLATFORM/faults</td><td>the faults; removes all</td></tr>
 * <tr><td>POST /control/PLATFORM/faults</td><td>{@code
 *     {"fault":"latency=2s","path":"/bot*}{@code /getUpdates","method":"POST","times":3}}; for a
 *     status also {@code body} (text or JSON) and {@code headers}; returns its {@code id}</td></tr>
 * <tr><td>DELETE /control/PLATFORM/faults/ID</td><td>removes one and releases what it holds</td></tr>
 * <tr><td>POST /control/PLATFORM/crash, .../listen</td><td>stops and restarts the platform's server</td></tr>
 * <tr><td>POST /control/PLATFORM/ACTION</td><td>an action of one platform, see its {@code
 *     control} method</td></tr>
 * </table>
 */
package dev.gateway.sim.control;
