/**
 * The parts of the Bot API that need no state: its errors and its three markup languages.
 *
 * <p>May use {@code server} for the form of an answer. Add a markup language: a parser here and a
 * case in {@link dev.gateway.sim.telegram.protocol.MarkupParser}.
 */
package dev.gateway.sim.telegram.protocol;
