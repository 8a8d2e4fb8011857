/**
 * Mutation tests: defects that are put into the gateway on purpose, and the checks that detect
 * them. May use {@code fixture} and the simulator. Add a mutant to {@code MutantCatalog}: the
 * source file, a text that occurs in it once, its replacement, and a check; an old fault of {@code
 * docs/faults.md} gets one.
 */
package dev.gateway.it.mutants;
