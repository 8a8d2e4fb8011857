package dev.gateway.core.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The packages of one module, on floors: a package uses packages of lower floors only, which also
 * means that packages form no cycle. Nested classes count as part of their top-level class.
 *
 * <p>Each method returns violations in words, empty if there is none.
 */
public final class ModuleStructure {

    private final String root;
    private final JavaClasses classes;
    private final Map<String, Set<String>> uses = new TreeMap<>();

    private ModuleStructure(String root, JavaClasses classes) {
        this.root = root;
        this.classes = classes;
        for (JavaClass type : classes) {
            Set<String> used = uses.computeIfAbsent(topLevel(type), name -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (isInside(target) && !topLevel(target).equals(topLevel(type))) {
                    used.add(topLevel(target));
                }
            }
        }
    }

    /** Returns the structure of the main classes of {@code root} and the packages below it. */
    public static ModuleStructure of(String root) {
        return of(root, ArchitectureRules.mainClassesOf(root));
    }

    static ModuleStructure of(String root, JavaClasses classes) {
        return new ModuleStructure(root, classes);
    }

    /**
     * Finds classes that use a package of the same or a higher floor, and packages that are on no
     * floor or do not exist.
     *
     * @param floors packages relative to the root, from the ground up; {@code ""} is the root
     */
    public List<String> floorViolations(List<List<String>> floors) {
        Map<String, Integer> heights = new HashMap<>();
        for (int floor = 0; floor < floors.size(); floor++) {
            for (String name : floors.get(floor)) {
                heights.put(name, floor);
            }
        }
        List<String> violations = new ArrayList<>();
        Set<String> existing = new TreeSet<>();
        uses.keySet().forEach(type -> existing.add(packageOf(type)));
        for (String name : existing) {
            if (!heights.containsKey(name)) {
                violations.add("the package '" + name + "' is on no floor");
            }
        }
        for (String name : new TreeSet<>(heights.keySet())) {
            if (!existing.contains(name)) {
                violations.add("the package '" + name + "' of the floors does not exist");
            }
        }
        uses.forEach(
                (type, used) -> {
                    for (String target : used) {
                        String from = packageOf(type);
                        String to = packageOf(target);
                        if (!from.equals(to)
                                && heights.getOrDefault(from, 0)
                                        <= heights.getOrDefault(to, Integer.MAX_VALUE)) {
                            violations.add(
                                    type + " uses " + target + ", which is not on a lower floor");
                        }
                    }
                });
        return violations;
    }

    /** Finds packages with more top-level classes than {@code limit}. */
    public List<String> largePackages(int limit) {
        return uses.keySet().stream()
                .filter(type -> !type.endsWith(".package-info"))
                .collect(
                        Collectors.groupingBy(this::packageOf, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() > limit)
                .map(entry -> "the package '" + entry.getKey() + "' has " + entry.getValue())
                .toList();
    }

    /**
     * Finds cycles of more than {@code limit} classes.
     *
     * @param known the simple names of each cycle that is accepted; a cycle that grows or that does
     *     not exist any more is a violation, so that the list can only shrink
     */
    public List<String> classCycles(int limit, Collection<Set<String>> known) {
        List<String> violations = new ArrayList<>();
        Set<Set<String>> found = new StronglyConnected(uses).components();
        Set<Set<String>> simple =
                found.stream()
                        .filter(cycle -> cycle.size() > limit)
                        .map(ModuleStructure::simpleNames)
                        .collect(Collectors.toSet());
        simple.stream()
                .filter(cycle -> !known.contains(cycle))
                .forEach(cycle -> violations.add("a cycle of classes: " + cycle));
        known.stream()
                .filter(cycle -> !simple.contains(new TreeSet<>(cycle)))
                .forEach(cycle -> violations.add("not a cycle any more, remove it: " + cycle));
        return violations;
    }

    private static Set<String> simpleNames(Set<String> types) {
        return types.stream()
                .map(type -> type.substring(type.lastIndexOf('.') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean isInside(JavaClass type) {
        return classes.contain(type.getName());
    }

    private static String topLevel(JavaClass type) {
        String name = type.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    private String packageOf(String type) {
        String name = type.substring(0, type.lastIndexOf('.'));
        return name.equals(root) ? "" : name.substring(root.length() + 1);
    }
}
