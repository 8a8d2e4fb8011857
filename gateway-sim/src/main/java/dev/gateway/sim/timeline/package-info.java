/**
 * What happened on one time axis: a model made of what the kernel, the lifecycle trails and the
 * fake platforms tell, and its pictures, as a page and as text. Who draws knows nothing of who saw.
 */
package dev.gateway.sim.timeline;
