/**
 * Calls of the journal that must succeed in the end, repeated until they do: with a thread that
 * waits, and without one.
 */
package dev.gateway.core.journal.retry;
