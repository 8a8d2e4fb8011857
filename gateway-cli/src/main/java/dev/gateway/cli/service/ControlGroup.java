package dev.gateway.cli.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The control groups of processes, in which systemd keeps those of one unit together. */
final class ControlGroup {

    private ControlGroup() {}

    /** Returns whether both processes are in the group of {@code unit}, as far as can be seen. */
    static boolean ofUnit(String unit, long one, long other) {
        try {
            String group = Files.readString(file(one));
            return group.lines().anyMatch(line -> line.endsWith("/" + unit))
                    && group.equals(Files.readString(file(other)));
        } catch (IOException e) {
            return false;
        }
    }

    private static Path file(long pid) {
        return Path.of("/proc", Long.toString(pid), "cgroup");
    }
}
