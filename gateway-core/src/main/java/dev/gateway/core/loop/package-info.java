/** Endless loops that survive errors, and what wakes and starts their threads. */
package dev.gateway.core.loop;
