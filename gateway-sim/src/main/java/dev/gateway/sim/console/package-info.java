/** What commands that start gateways themselves share: a place to work in, and words meanwhile. */
package dev.gateway.sim.console;
