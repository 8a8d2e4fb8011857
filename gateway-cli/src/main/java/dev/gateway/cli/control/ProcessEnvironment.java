package dev.gateway.cli.control;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The environment of a running gateway: a service's differs from this shell's. */
final class ProcessEnvironment {

    private ProcessEnvironment() {}

    /** Returns the variables of {@code pid}; those of this process where they cannot be read. */
    static UnaryOperator<String> process(long pid) {
        byte[] block;
        try {
            block = Files.readAllBytes(Path.of("/proc", String.valueOf(pid), "environ"));
        } catch (IOException e) {
            return System::getenv;
        }
        Map<String, String> variables = new HashMap<>();
        for (String entry : new String(block, Charset.defaultCharset()).split("\0")) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                variables.putIfAbsent(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return variables.isEmpty() ? System::getenv : variables::get;
    }
}
