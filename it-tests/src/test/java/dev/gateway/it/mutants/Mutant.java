package dev.gateway.it.mutants;

/**
 * A mistake, and what has to find it.
 *
 * @param mutation what is wrong
 * @param check what has to find it
 */
record Mutant(Mutation mutation, DefectCheck check) {

    /** A mistake in the core. */
    static Mutant core(
            String name, String source, String original, String replacement, DefectCheck check) {
        return new Mutant(Mutation.core(name, source, original, replacement), check);
    }

    /** A mistake in the adapters. */
    static Mutant adapters(
            String name, String source, String original, String replacement, DefectCheck check) {
        return new Mutant(Mutation.adapters(name, source, original, replacement), check);
    }

    String name() {
        return mutation.name();
    }
}
