/**
 * The status of a gateway: its states, the snapshot in {@code state.json}, and the view of another
 * process.
 *
 * <p>May use {@code instance}, {@code session}, {@code platform}, {@code message}, {@code journal},
 * {@code json}, {@code file} and {@code time}.
 *
 * <p>Add a field of {@code status --json}: a component of {@code StatusSnapshot}, its line in
 * {@code toJson}, its accessor in {@code RecordedStatus}, and the blank value in {@code
 * StatusReader}.
 */
package dev.gateway.core.status;
