/**
 * The control of the race tests: a gateway as it was reported, with each defect and each proposed
 * fix that does not hold as a switch. It speaks with the fake platforms, so that the referee judges
 * it by the same measure as the gateway. Nothing here is meant to be right.
 */
package dev.gateway.sim.reported;
