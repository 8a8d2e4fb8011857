/** Damaged inputs, and the limits of time and memory in which each reader has to stay. */
package dev.gateway.core.fuzz;
