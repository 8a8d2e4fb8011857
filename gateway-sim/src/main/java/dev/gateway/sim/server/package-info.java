/**
 * The ground that every fake platform stands on: real HTTP and WebSocket on loopback, answers that
 * can be held for as long as the fake wants, disconnects noticed at once, faults on demand.
 *
 * <p>A fake is a {@link dev.gateway.sim.server.RequestHandler} given to {@link
 * dev.gateway.sim.server.FakeServer}. The server has one thread; handlers run on it and must not
 * block: what has to wait is a stage that is completed later.
 */
package dev.gateway.sim.server;
