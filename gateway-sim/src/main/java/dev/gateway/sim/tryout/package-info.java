/**
 * {@code gateway-sim try}: a conversation with a real gateway on fake platforms.
 *
 * <p>May use the fakes of {@code sim.chat} and the process harness with its workspace; the command
 * line is in {@code sim.cli}. Add a slash command to {@code TryoutSession}, an action on the
 * gateway to {@code TryoutGateway}.
 */
package dev.gateway.sim.tryout;
