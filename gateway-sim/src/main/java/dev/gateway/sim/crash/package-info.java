/**
 * Crash injection: kills or freezes a gateway at a chosen lifecycle event, so that tests can check
 * its recovery. The listener is on a gateway's class path only when the simulator or a test has put
 * it there.
 *
 * <p>May use core's {@code event} package and {@code sim.process}. The scenarios that crash
 * gateways are tests and belong to the module {@code it-tests}; add here only what has to run
 * inside the gateway, or what controls it.
 */
package dev.gateway.sim.crash;
