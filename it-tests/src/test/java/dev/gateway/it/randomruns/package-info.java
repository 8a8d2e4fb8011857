/**
 * Property-based tests of gateways, driven through the command line. May use {@code fixture},
 * {@code mutants} and the simulator's scenarios. Add an action: a constant of {@code GatewayAction}
 * with its steps; add a fault: a constant of {@code PlatformFault}; add an invariant in {@code
 * RandomRun}.
 */
package dev.gateway.it.randomruns;
