package dev.gateway.core.message.handler;

import dev.gateway.core.journal.History;
import java.nio.file.Path;

/**
 * What a handler may use of the gateway.
 *
 * @param home where a process runs unless it says otherwise
 * @param media where files go that came inside an answer; made when the first one comes
 * @param history what was said before
 */
public record HandlerContext(Path home, Path media, History history) {}
