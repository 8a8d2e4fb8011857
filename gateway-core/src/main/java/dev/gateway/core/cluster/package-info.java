/**
 * Several hosts that share one journal: which of them live, who holds which account, who should,
 * and the lease that allows a host to act. The engine of a shared journal implements {@link
 * dev.gateway.core.cluster.Membership}; everything that decides is here, and does without a
 * database.
 */
package dev.gateway.core.cluster;
