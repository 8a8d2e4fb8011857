package dev.gateway.postgres.schedule;

import dev.gateway.core.config.journal.JournalConfig;
import dev.gateway.core.journal.engine.JournalEngine;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * This module's engine with changed sources, in a class loader of its own: production code contains
 * no switch for a control.
 */
final class MutatedEngine {

    private static final Path SOURCES = Path.of("src/main/java/dev/gateway/postgres");
    private static final Path CLASSES = Path.of("target/classes");
    private static final String MODULE = "dev.gateway.postgres.";

    private MutatedEngine() {}

    /**
     * A change of a source.
     *
     * @param source its path below the module's package
     * @param original the text, which must be there
     */
    record Change(String source, String original, String replacement) {

        /** Returns the changed source; several changes of one source follow each other. */
        private String applied(Path changed) throws IOException {
            String text =
                    Files.readString(Files.exists(changed) ? changed : SOURCES.resolve(source));
            if (!text.contains(original)) {
                throw new AssertionError(source + " has no more: " + original);
            }
            return text.replace(original, replacement);
        }
    }

    /** Compiles changed sources into the folder and returns the engine that they make. */
    static JournalEngine of(Path folder, Change... changes) throws IOException {
        Path sources = folder.resolve("sources");
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<Path> files = new ArrayList<>();
        for (Change each : changes) {
            Path file = sources.resolve(each.source());
            Files.createDirectories(file.getParent());
            String changed = each.applied(file);
            files.remove(file);
            files.add(Files.writeString(file, changed));
        }
        compile(files, classes);
        var loader =
                new ModuleLoader(
                        new URL[] {classes.toUri().toURL(), CLASSES.toUri().toURL()},
                        JournalEngine.class.getClassLoader());
        for (JournalEngine engine : ServiceLoader.load(JournalEngine.class, loader)) {
            if (engine.name().equals(JournalConfig.POSTGRES)
                    && engine.getClass().getClassLoader() == loader) {
                return engine;
            }
        }
        throw new AssertionError("the mutated engine is not found");
    }

    private static void compile(List<Path> files, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var defects = new StringWriter();
        String classPath =
                CLASSES.toAbsolutePath()
                        + File.pathSeparator
                        + System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path"));
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled =
                    compiler.getTask(
                                    defects,
                                    manager,
                                    null,
                                    List.of(
                                            "-proc:none",
                                            "-cp",
                                            classPath,
                                            "-d",
                                            classes.toString()),
                                    null,
                                    manager.getJavaFileObjectsFromPaths(files))
                            .call();
            if (!compiled) {
                throw new AssertionError("a mutation does not compile: " + defects);
            }
        }
    }

    /**
     * A class loader that has the classes of this module itself, and all others from the parent.
     */
    private static final class ModuleLoader extends URLClassLoader {

        ModuleLoader(URL[] places, ClassLoader parent) {
            super(places, parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known == null && name.startsWith(MODULE)) {
                    known = findClass(name);
                }
                return known == null ? super.loadClass(name, resolve) : known;
            }
        }
    }
}
