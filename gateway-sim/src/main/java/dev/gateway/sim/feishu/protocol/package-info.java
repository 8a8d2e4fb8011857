/**
 * The parts of Feishu's API that need no state: frames, ids, files, errors.
 *
 * <p>May use {@code server} for the form of an answer. Add an encoding of the wire format here,
 * independent of the one in the gateway's adapter.
 */
package dev.gateway.sim.feishu.protocol;
