/**
 * The lifecycle events of a gateway: their types, the stream that publishes them, and the reader
 * and the writer of {@code events.jsonl}.
 *
 * <p>May use {@code core.file} and {@code core.json}; every other package may use this one.
 *
 * <p>Add an event: a constant and a factory method in {@link dev.gateway.core.event.EventType} (a
 * field with a new name in {@link dev.gateway.core.event.EventField}), the line that publishes it,
 * and the crash scenario that meets it ({@code CrashCoverageTest} names the event if none does).
 * Then write {@code docs/events.md} again: {@code EventReferenceTest} says how.
 */
package dev.gateway.core.event;
