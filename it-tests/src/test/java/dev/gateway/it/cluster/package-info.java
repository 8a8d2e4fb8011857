/**
 * Tests of several hosts that share a journal in a real PostgreSQL, each with a home and a folder
 * of token locks of its own: hand-over, lost hosts, faults of the database and of the line to it.
 * May use {@code fixture}.
 */
package dev.gateway.it.cluster;
