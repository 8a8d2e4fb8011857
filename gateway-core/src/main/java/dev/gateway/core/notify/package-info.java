/**
 * Notices to the operator when a state of the gateway turns bad, and when it is good again.
 *
 * <p>May use {@code status}, {@code config}, {@code journal}, {@code message} and {@code http}.
 *
 * <p>Add a reason for a notice: {@code NoticePolicy}. Add a way to send it: a case of {@code
 * NotifyConfig}, of its reader and of {@code NoticeSender.deliver}.
 */
package dev.gateway.core.notify;
