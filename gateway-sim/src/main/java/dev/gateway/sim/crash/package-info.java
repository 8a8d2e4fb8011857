/**
 * Ends or freezes a gateway at a chosen step of its life, to see that it comes back. On a gateway's
 * class path only when the simulator or a test has put it there.
 */
package dev.gateway.sim.crash;
