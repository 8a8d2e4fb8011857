package dev.gateway.it.mutants;

/**
 * A mistake, and what has to find it.
 *
 * @param mistake what is wrong
 * @param check what has to find it
 */
record Mutant(Mutation mistake, DefectCheck check) {

    /** A mistake in the core. */
    static Mutant core(
            String name, String source, String words, String instead, DefectCheck check) {
        return new Mutant(Mutation.core(name, source, words, instead), check);
    }

    /** A mistake in the adapters. */
    static Mutant adapters(
            String name, String source, String words, String instead, DefectCheck check) {
        return new Mutant(Mutation.adapters(name, source, words, instead), check);
    }

    String name() {
        return mistake.name();
    }
}
