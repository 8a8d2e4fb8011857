/**
 * Scenarios: what happens to gateways, step by step, and what is expected of them. All of it are
 * plain records, which a YAML file is read into, which are written as one, and which code can make
 * as well. Nothing here starts anything: {@code dev.gateway.sim.runner} does.
 */
package dev.gateway.sim.scenario;
