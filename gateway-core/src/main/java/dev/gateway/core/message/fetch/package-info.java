/**
 * The download of files that belong to received messages, bounded in time and memory.
 *
 * <p>May use {@code platform}, {@code journal}, {@code event}, {@code file}, {@code concurrent} and
 * {@code time}; {@code FetchPool} is the entry.
 *
 * <p>Add a limit: a component of {@code FetchSettings}.
 */
package dev.gateway.core.message.fetch;
