/**
 * A fake Telegram with many bots for measurements: it does little, so that it does not limit what
 * is measured.
 *
 * <p>{@code BotFleet} notes when each poll began and ended; {@code LoadServer} lets chats write and
 * measures how soon they are answered; {@code IdealClient} tells what the server itself can bear.
 *
 * <p>May use {@code sim.process}. Behaviour that a test relies on belongs into {@code
 * sim.telegram}.
 */
package dev.gateway.sim.fleet;
