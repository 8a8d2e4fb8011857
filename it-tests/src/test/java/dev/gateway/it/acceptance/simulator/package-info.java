/** The commands of the simulator. */
package dev.gateway.it.acceptance.simulator;
