package dev.gateway.cli.doctor;

import java.io.IOException;
import java.util.List;

/** Looks at one part of a patient. It changes nothing and makes no file. */
@FunctionalInterface
public interface DoctorCheck {

    /**
     * What there is to say.
     *
     * @throws IOException if it cannot be looked at; the message is shown as a fact that is wrong
     * @throws InterruptedException if interrupted
     */
    List<CheckResult> check(DiagnosisContext context) throws IOException, InterruptedException;
}
