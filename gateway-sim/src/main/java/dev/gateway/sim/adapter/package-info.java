/**
 * An adapter that behaves as badly as people have seen adapters behave. Needs nothing but the core:
 * the gateway's class path is enough for it.
 */
package dev.gateway.sim.adapter;
