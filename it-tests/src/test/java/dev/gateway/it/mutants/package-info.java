/** Mistakes that are put into the gateway on purpose, and what finds them. */
package dev.gateway.it.mutants;
