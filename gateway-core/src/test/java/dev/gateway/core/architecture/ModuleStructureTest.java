package dev.gateway.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The fences notice what is planted in the packages below {@code planted}. */
class ModuleStructureTest {

    private static final String ROOT = "dev.gateway.core.architecture.planted";

    private final ModuleStructure planted =
            ModuleStructure.of(ROOT, new ClassFileImporter().importPackages(ROOT));

    @Test
    void aUseOfAHigherFloorIsNoticed() {
        assertThat(planted.floorViolations(List.of(List.of("ground"), List.of("upper"))))
                .containsExactly(
                        ROOT
                                + ".ground.First uses "
                                + ROOT
                                + ".upper.Third, which is not on a lower floor");
    }

    @Test
    void aUseOfTheSameFloorIsNoticed() {
        assertThat(planted.floorViolations(List.of(List.of("ground", "upper")))).hasSize(2);
    }

    @Test
    void aPackageOnNoFloorAndAFloorWithoutAPackageAreNoticed() {
        assertThat(planted.floorViolations(List.of(List.of("cellar"), List.of("ground"))))
                .contains(
                        "the package 'upper' is on no floor",
                        "the package 'cellar' of the floors does not exist");
    }

    @Test
    void aPackageThatIsTooLargeIsNoticed() {
        assertThat(planted.largePackages(1)).containsExactly("the package 'ground' has 2");
        assertThat(planted.largePackages(2)).isEmpty();
    }

    @Test
    void aCycleOfClassesIsNoticedUnlessItIsKnownAndSmall() {
        assertThat(planted.classCycles(3, List.of())).isEmpty();
        assertThat(planted.classCycles(2, List.of()))
                .containsExactly("a cycle of classes: [First, Second, Third]");
        assertThat(planted.classCycles(2, List.of(Set.of("First", "Second", "Third")))).isEmpty();
    }

    @Test
    void aKnownCycleThatIsGoneHasToLeaveTheList() {
        assertThat(planted.classCycles(3, List.of(Set.of("First", "Second", "Third")))).hasSize(1);
    }
}
