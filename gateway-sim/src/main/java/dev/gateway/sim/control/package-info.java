/**
 * The control API: what a person, a script or another process may ask of the fake platforms.
 *
 * <p>All answers are JSON. An error is a 400, 404 or 405 with {@code {"error": "..."}}. PLATFORM is
 * the type, for instance {@code telegram}; {@code token} may be left out and is then the first one.
 *
 * <table>
 * <caption>Paths</caption>
 * <tr><td>GET /control</td><td>the platforms: address, tokens, summary</td></tr>
 * <tr><td>POST /control/PLATFORM/say</td><td>{@code {"user":"mama","text":"hello","token":".."}};
 *     returns the {@code id} of the message</td></tr>
 * <tr><td>GET /control/PLATFORM/messages/ID?wait=10s</td><td>what became of a message; waits so long
 *     for an answer to it</td></tr>
 * <tr><td>GET /control/PLATFORM/messages</td><td>all messages and their fates</td></tr>
 * <tr><td>GET /control/PLATFORM/heard?user=mama</td><td>what the bot said to somebody</td></tr>
 * <tr><td>GET /control/PLATFORM/ledger</td><td>the counts</td></tr>
 * <tr><td>GET /control/PLATFORM/pollers?token_label=..</td><td>all polls with their times</td></tr>
 * <tr><td>GET /control/PLATFORM/overlaps</td><td>polls of one token at the same time</td></tr>
 * <tr><td>GET /control/PLATFORM/handovers</td><td>each change of the poller of a token, with the
 *     gap</td></tr>
 * <tr><td>POST /control/PLATFORM/forget</td><td>forgets polls that are over</td></tr>
 * <tr><td>GET /control/PLATFORM/connections</td><td>all connections with their times</td></tr>
 * <tr><td>GET, DELETE /control/PLATFORM/faults</td><td>the faults; removes all</td></tr>
 * <tr><td>POST /control/PLATFORM/faults</td><td>{@code
 *     {"fault":"latency=2s","path":"/bot*}{@code /getUpdates","method":"POST","times":3}}; for a
 *     status also {@code body} (text or JSON) and {@code headers}; returns its {@code id}</td></tr>
 * <tr><td>DELETE /control/PLATFORM/faults/ID</td><td>removes one, letting go of what it holds</td></tr>
 * <tr><td>POST /control/PLATFORM/crash, .../listen</td><td>the platform goes away, comes back</td></tr>
 * <tr><td>POST /control/PLATFORM/ACTION</td><td>whatever else the platform has, see there</td></tr>
 * </table>
 */
package dev.gateway.sim.control;
