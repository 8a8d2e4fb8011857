/**
 * The HTTP and WebSocket server of the fake platforms: real connections on loopback, answers that a
 * fake can hold as long as it likes, disconnects noticed at once, faults on demand.
 *
 * <p>A fake is a {@link dev.gateway.sim.server.RequestHandler} given to {@link
 * dev.gateway.sim.server.FakeServer}. The server has one thread; handlers run on it and must not
 * block. To wait, a handler returns a stage and completes it later, with the help of {@link
 * dev.gateway.sim.server.LockedScheduler}.
 *
 * <p>May use Netty and the core's durations, and no other package of the simulator. Add a fault: a
 * record in {@link dev.gateway.sim.server.Fault}, its text form in {@link
 * dev.gateway.sim.server.FaultParser}, its effect in {@code RequestExchange} or {@code
 * WebSocketFrameHandler}.
 */
package dev.gateway.sim.server;
