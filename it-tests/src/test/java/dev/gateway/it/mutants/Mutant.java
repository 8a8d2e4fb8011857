package dev.gateway.it.mutants;

/**
 * A mutation, and the check that has to detect it.
 *
 * @param mutation the mutation
 * @param check the check
 */
record Mutant(Mutation mutation, DefectCheck check) {

    /** Returns a mutant of the core. */
    static Mutant core(
            String name, String source, String original, String replacement, DefectCheck check) {
        return new Mutant(Mutation.core(name, source, original, replacement), check);
    }

    String name() {
        return mutation.name();
    }
}
