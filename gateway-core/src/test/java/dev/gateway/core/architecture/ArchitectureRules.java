package dev.gateway.core.architecture;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.FileInputStream;
import java.io.FileReader;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.stream.Stream;

/** What holds in all modules; each checks its own classes. */
public final class ArchitectureRules {

    private static final String VAGUE =
            ".*(Impl|Util|Utils|Helper|Helpers|(?<!Service)Manager)(\\$.*)?";

    /** The main classes: they alone end the JVM, with the exit code of the command. */
    private static final String ENDS_THE_JVM = "dev\\.gateway\\.(cli\\.GatewayCli|sim\\.SimCli)";

    private static final String TRAPS_SIGNALS = "dev.gateway.core.process.SignalHandlers";

    /** They read nothing but the files that they have just made themselves, by their own names. */
    private static final String READS_WHAT_IT_MADE =
            ".*\\.(UntrustedFiles|\\w+MediaDownloader|MediaType|FileFetch)(\\$.*)?";

    /** Classes with static state that has to be, with the reason. */
    private static final Map<String, String> STATIC_STATE =
            Map.of(
                    "dev.gateway.core.process.KernelLock",
                    "fcntl locks belong to the whole process, so what guards them does, too",
                    "dev.gateway.core.process.SharedKernelLock",
                    "the threads of a process share one lock, whose descriptor closes with the last",
                    "dev.gateway.core.file.ProtectedFiles",
                    "closing any descriptor of a file drops the locks of the whole process on it",
                    "dev.gateway.core.file.UntrustedFiles",
                    "a stream of a locked file must never be closed in this process");

    private static final List<Class<?>> STATEFUL =
            List.of(
                    Thread.class,
                    ThreadLocal.class,
                    Executor.class,
                    Lock.class,
                    StringBuilder.class,
                    AtomicBoolean.class,
                    AtomicInteger.class,
                    AtomicLong.class,
                    AtomicReference.class,
                    AbstractList.class,
                    AbstractMap.class,
                    AbstractSet.class,
                    ConcurrentMap.class,
                    Queue.class);

    private ArchitectureRules() {}

    /** The main classes of {@code packageName} and below that are on the class path. */
    public static JavaClasses mainClassesOf(String packageName) {
        JavaClasses classes =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(packageName);
        if (classes.isEmpty()) {
            throw new AssertionError("no class on the class path is in " + packageName);
        }
        return classes;
    }

    /** Checks all rules on {@code classes}. */
    public static void check(JavaClasses classes) {
        rules().forEach(rule -> rule.check(classes));
    }

    static List<ArchRule> rules() {
        return Stream.of(
                        noClasses()
                                .should()
                                .haveNameMatching(VAGUE)
                                .because("a name says what a class is for"),
                        fields().that()
                                .areStatic()
                                .and(are(writtenByHand()))
                                .should(beFinal())
                                .because("state has an owner that is passed to whoever needs it"),
                        classes()
                                .should(initializeNoState())
                                .because("state has an owner that is passed to whoever needs it"),
                        noClasses()
                                .that()
                                .haveNameNotMatching(ENDS_THE_JVM)
                                .should()
                                .callMethod(System.class, "exit", int.class)
                                .orShould()
                                .callMethod(Runtime.class, "exit", int.class)
                                .because(
                                        "only the command line knows the exit code, and exit can hang"),
                        noInternalsExceptIn(TRAPS_SIGNALS),
                        noOtherDoorForForeignFiles(),
                        classes()
                                .should(useNoSharedPool())
                                .because(
                                        "what runs there depends on the number of CPUs, and its"
                                                + " threads end with no part of the gateway"),
                        noClasses()
                                .that()
                                .resideInAnyPackage(
                                        "dev.gateway.core..",
                                        "dev.gateway.adapter..",
                                        "dev.gateway.cli..",
                                        "dev.gateway.postgres..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("java.net.http..")
                                .because(
                                        "what runs its calls depends on the number of CPUs;"
                                                + " core.http is ours"),
                        classes()
                                .that()
                                .resideInAnyPackage("dev.gateway.core..", "dev.gateway.adapter..")
                                .should(printNothing())
                                .because("stdout and stderr belong to the command line"))
                .map(rule -> rule.allowEmptyShould(true))
                .toList();
    }

    private static DescribedPredicate<JavaField> writtenByHand() {
        return DescribedPredicate.describe(
                "written by hand",
                field ->
                        !field.getModifiers().contains(JavaModifier.SYNTHETIC)
                                && !field.getName().contains("$"));
    }

    /**
     * Where names from outside arrive: config, messages, adapters. What they write is made by
     * themselves, so only what reads is looked for.
     */
    static ArchRule noOtherDoorForForeignFiles() {
        return noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.gateway.core.file..",
                        "dev.gateway.core.yaml..",
                        "dev.gateway.core.config..",
                        "dev.gateway.core.message..",
                        "dev.gateway.core.platform..",
                        "dev.gateway.core.instance..",
                        "dev.gateway.core.token..",
                        "dev.gateway.adapter..")
                .and()
                .haveNameNotMatching(READS_WHAT_IT_MADE)
                .should(readFilesBy("newInputStream", "readAllBytes", "readString", "readAllLines"))
                .orShould(readFilesBy("lines", "newBufferedReader", "newByteChannel", "copy"))
                .orShould(readFilesBy("mismatch"))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(FileInputStream.class, RandomAccessFile.class, FileReader.class)
                .because(
                        "closing a file that a name from outside leads to can drop a lock of this"
                                + " process; UntrustedFiles looks first");
    }

    private static ArchCondition<JavaClass> readFilesBy(String... methods) {
        return new ArchCondition<>("read files by " + List.of(methods)) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getMethodCallsFromSelf().stream()
                        .filter(call -> call.getTargetOwner().isEquivalentTo(Files.class))
                        .filter(call -> List.of(methods).contains(call.getName()))
                        .forEach(
                                call ->
                                        events.add(
                                                SimpleConditionEvent.satisfied(
                                                        type, call.getDescription())));
            }
        };
    }

    private static ArchCondition<JavaClass> useNoSharedPool() {
        return new ArchCondition<>("use no pool that nothing owns") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getMethodCallsFromSelf().stream()
                        .filter(ArchitectureRules::runsOnASharedPool)
                        .map(JavaMethodCall::getDescription)
                        .forEach(why -> events.add(SimpleConditionEvent.violated(type, why)));
            }
        };
    }

    private static boolean runsOnASharedPool(JavaMethodCall call) {
        String owner = call.getTargetOwner().getName();
        String name = call.getName();
        boolean onGivenThreads =
                call.getTarget().getRawParameterTypes().stream()
                        .anyMatch(type -> type.isEquivalentTo(Executor.class));
        return owner.startsWith("java.util.") && name.equals("parallelStream")
                || owner.startsWith("java.util.stream.") && name.equals("parallel")
                || owner.equals("java.util.concurrent.ForkJoinPool")
                || owner.equals("java.util.concurrent.CompletableFuture")
                        && name.endsWith("Async")
                        && !onGivenThreads;
    }

    static ArchRule noInternalsExceptIn(String className) {
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName(className)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("sun..", "jdk.internal..")
                .because("it is Java's own, and no other class needs it");
    }

    private static ArchCondition<JavaField> beFinal() {
        return new ArchCondition<>("be final") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                if (!field.getModifiers().contains(JavaModifier.FINAL)) {
                    events.add(SimpleConditionEvent.violated(field, field + " is not final"));
                }
            }
        };
    }

    /** Looks at what static initializers create: the type of a field may be a mere interface. */
    private static ArchCondition<JavaClass> initializeNoState() {
        return new ArchCondition<>("initialize no static state") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getStaticInitializer().stream()
                        .flatMap(code -> code.getConstructorCallsFromSelf().stream())
                        .filter(call -> isStateful(call.getTargetOwner()))
                        .filter(call -> !STATIC_STATE.containsKey(type.getName()))
                        .map(JavaConstructorCall::getDescription)
                        .forEach(why -> events.add(SimpleConditionEvent.violated(type, why)));
            }
        };
    }

    private static boolean isStateful(JavaClass type) {
        return STATEFUL.stream().anyMatch(type::isAssignableTo);
    }

    private static ArchCondition<JavaClass> printNothing() {
        return new ArchCondition<>("print nothing") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getFieldAccessesFromSelf().stream()
                        .filter(access -> access.getTargetOwner().isEquivalentTo(System.class))
                        .map(JavaFieldAccess::getDescription)
                        .forEach(why -> events.add(SimpleConditionEvent.violated(type, why)));
            }
        };
    }
}
