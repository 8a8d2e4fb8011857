/**
 * The client of systemd's notify protocol, sd_notify(3).
 *
 * <p>May use {@code event}, {@code config}, {@code shutdown} and {@code concurrent}; no other
 * package of the module uses it.
 *
 * <p>Add a report to systemd: a case in {@code SystemdNotifier.on} and, for a new variable, a
 * factory method of {@code NotifyMessage}.
 */
package dev.gateway.core.systemd;
