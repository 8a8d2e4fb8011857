package dev.gateway.it.mutants;

/**
 * A mistake, and what has to find it.
 *
 * @param mistake what is wrong
 * @param check what has to find it
 */
record Mutant(Mistake mistake, Check check) {

    /** A mistake in the core. */
    static Mutant core(String name, String source, String words, String instead, Check check) {
        return new Mutant(Mistake.core(name, source, words, instead), check);
    }

    /** A mistake in the adapters. */
    static Mutant adapters(String name, String source, String words, String instead, Check check) {
        return new Mutant(Mistake.adapters(name, source, words, instead), check);
    }

    String name() {
        return mistake.name();
    }
}
