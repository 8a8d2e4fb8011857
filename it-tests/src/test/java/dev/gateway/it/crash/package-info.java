/** A gateway is killed or frozen at each step of its life, and nothing is lost. */
package dev.gateway.it.crash;
