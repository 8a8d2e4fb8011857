/**
 * Plays scenarios with real processes and fake platforms, judges what came of them, and tells what
 * happened.
 */
package dev.gateway.sim.runner;
