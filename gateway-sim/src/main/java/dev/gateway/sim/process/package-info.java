/**
 * Drives a packaged command line as processes of their own: start, signal, wait, read, damage, and
 * leave none behind. It looks at the kernel itself and uses nothing of what it judges.
 */
package dev.gateway.sim.process;
