/**
 * Batches that a platform gave to this host and that the database could not store: they wait on the
 * home's disk, survive the process, and are stored late.
 */
package dev.gateway.postgres.spool;
