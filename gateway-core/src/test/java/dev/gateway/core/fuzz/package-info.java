/** What can happen to input from outside, and the bounds in which each reader of it has to stay. */
package dev.gateway.core.fuzz;
