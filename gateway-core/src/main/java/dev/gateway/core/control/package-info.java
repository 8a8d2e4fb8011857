/**
 * The requests of a second process to the running gateway: stop, reload, replace; and the
 * acquisition of a home at start.
 *
 * <p>May use {@code instance}, {@code event}, {@code process} and {@code time}.
 *
 * <p>Add a request: a class here that takes an {@code InstanceView} and returns an outcome.
 * Sentences that operators search for belong in {@code OperatorMessages}.
 */
package dev.gateway.core.control;
