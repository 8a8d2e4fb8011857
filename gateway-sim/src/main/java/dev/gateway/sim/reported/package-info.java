/**
 * The control of the race tests: a gateway as it was reported, with each defect and each proposed
 * fix that does not hold as an option. It talks to the fake platforms, so that the referee measures
 * it like the real gateway. Its behaviour is wrong on purpose.
 *
 * <p>May use core's {@code time}, {@code http} and {@code process} for plumbing, and nothing that
 * guards a home, whose fixes it must not inherit. Add a defect: an option in {@code DefectOptions},
 * its effect in {@code ReportedLifecycle} or the class concerned, a line in {@code DefectPreset}.
 */
package dev.gateway.sim.reported;
