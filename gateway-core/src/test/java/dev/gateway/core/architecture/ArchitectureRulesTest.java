package dev.gateway.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.gateway.core.process.SignalHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureRulesTest {

    @Test
    void theCoreKeepsTheHouseRules() {
        ArchitectureRules.check(ArchitectureRules.mainClassesOf("dev.gateway.core"));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                LockManager.class,
                Forgetful.class,
                Counting.class,
                Caching.class,
                Ending.class,
                Borrowing.class,
                Parallel.class,
                Printing.class
            })
    void eachOfTheseBreaksOneRule(Class<?> offender) {
        JavaClasses classes = new ClassFileImporter().importClasses(offender);
        assertThat(ArchitectureRules.rules())
                .filteredOn(rule -> rule.evaluate(classes).hasViolation())
                .hasSize(1);
    }

    @Test
    void javasOwnClassesAreNoticed() {
        JavaClasses classes = new ClassFileImporter().importClasses(SignalHandlers.class);
        assertThat(
                        ArchitectureRules.noInternalsExceptIn("nowhere")
                                .evaluate(classes)
                                .hasViolation())
                .isTrue();
    }

    @Test
    void anotherDoorForForeignFilesIsNoticed() {
        JavaClasses classes =
                new ClassFileImporter()
                        .importClasses(dev.gateway.core.file.UnguardedFileOpener.class);
        assertThat(ArchitectureRules.noOtherDoorForForeignFiles().evaluate(classes).hasViolation())
                .isTrue();
    }

    static final class LockManager {}

    static final class Forgetful {
        static String last = "";
    }

    static final class Counting {
        static final AtomicLong COUNT = new AtomicLong();
    }

    static final class Caching {
        static final Map<String, String> CACHE = new HashMap<>();
    }

    static final class Ending {
        void end() {
            System.exit(1);
        }
    }

    static final class Borrowing {
        void begin() {
            CompletableFuture.runAsync(Thread::onSpinWait);
        }
    }

    static final class Parallel {
        void all() {
            List.of(1).parallelStream().forEach(one -> Thread.onSpinWait());
        }
    }

    static final class Printing {
        void print() {
            System.out.println();
        }
    }
}
