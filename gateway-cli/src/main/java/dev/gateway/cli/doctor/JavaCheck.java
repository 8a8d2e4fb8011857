package dev.gateway.cli.doctor;

import java.util.List;

/** The check of the Java that runs this command, which also runs the gateway. */
final class JavaCheck implements DoctorCheck {

    private static final String NAME = "java";
    private static final int MIN_VERSION = 17;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<CheckResult> check(DiagnosisContext context) {
        String text =
                "%s (%s), %s"
                        .formatted(
                                Runtime.version(),
                                System.getProperty("java.vendor", "unknown vendor"),
                                System.getProperty("java.home"));
        return List.of(
                Runtime.version().feature() >= MIN_VERSION
                        ? CheckResult.ok(NAME, text)
                        : CheckResult.failed(
                                NAME, text, "install Java 17 or newer, or set JAVA_HOME"));
    }
}
