/**
 * The command {@code doctor}: one check per class, which returns results and the next step for each
 * that failed. Checks change nothing. May use {@code cli.options}, {@code cli.terminal}, {@code
 * cli.service} and core.
 *
 * <p>Add a check: a class here that implements {@link dev.gateway.cli.doctor.DoctorCheck}, and a
 * line in {@link dev.gateway.cli.doctor.DoctorCommand}.
 */
package dev.gateway.cli.doctor;
