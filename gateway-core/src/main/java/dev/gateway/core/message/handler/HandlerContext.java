package dev.gateway.core.message.handler;

import dev.gateway.core.journal.History;
import java.nio.file.Path;

/**
 * The services of the gateway for a handler.
 *
 * @param home the default working folder of a process
 * @param media the folder for files inside an answer; created for the first one
 * @param history the recent exchanges
 */
public record HandlerContext(Path home, Path media, History history) {}
