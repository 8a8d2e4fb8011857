/**
 * An adapter for tests that misbehaves in every way seen in real adapters: {@code type: stubborn}.
 *
 * <p>May use nothing but the core, so that it works on the gateway's class path. Add a
 * misbehaviour: a component in {@code MisbehaviourOptions}, its key in the schema of {@link
 * dev.gateway.sim.adapter.MisbehavingPlatformFactory}, its effect in {@code MisbehavingAdapter}.
 */
package dev.gateway.sim.adapter;
