package dev.gateway.cli.doctor;

import java.io.IOException;
import java.util.List;

/** One check of {@code gateway doctor}. It changes nothing and creates no file. */
public interface DoctorCheck {

    /** Returns the name of the check, for the result when it fails with an exception. */
    String name();

    /**
     * Returns the results of the check.
     *
     * @throws IOException if something cannot be read; shown as a failed result with its message
     * @throws InterruptedException if interrupted
     */
    List<CheckResult> check(DiagnosisContext context) throws IOException, InterruptedException;
}
