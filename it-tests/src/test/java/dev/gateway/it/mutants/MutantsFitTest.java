package dev.gateway.it.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tells within seconds that a mistake of the catalog does not fit the code any more. */
class MutantsFitTest {

    static Iterable<Mutant> mutants() {
        return MutantCatalog.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void itsWordsAreInTheCodeOnce(Mutant mutant) throws Exception {
        String source = Files.readString(mutant.mutation().file());

        assertThat(mutant.mutation().mutated(source)).isNotEqualTo(source);
    }
}
