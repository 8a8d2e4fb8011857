package dev.gateway.sim.contract;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A search for secrets, in plain text or in the encoding of an address. */
final class SecretScan {

    private final List<String> encodings = new ArrayList<>();

    SecretScan(List<String> secrets) {
        for (String secret : secrets) {
            encodings.add(secret);
            encodings.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        }
    }

    /** Searches the messages of an exception, of its causes and of its suppressed exceptions. */
    void check(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        check("an exception", text.toString());
    }

    void check(String where, String text) {
        for (String encoding : encodings) {
            if (text.contains(encoding)) {
                fail("a secret in " + where + ": " + text.replace(encoding, "********"));
            }
        }
    }
}
