/**
 * The common view of all fake platforms, and the virtual users that chat with their bots.
 *
 * <p>May use {@code server}, {@code referee}, {@code process} and the core. Add a platform: a
 * {@link dev.gateway.sim.chat.FakePlatform} in a package of its own, a {@link
 * dev.gateway.sim.chat.FakePlatformFactory} and its line in {@code META-INF/services}; every
 * command, scenario and bench finds it through {@link dev.gateway.sim.chat.FakePlatformRegistry}.
 */
package dev.gateway.sim.chat;
