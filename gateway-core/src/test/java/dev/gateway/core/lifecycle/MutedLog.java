package dev.gateway.core.lifecycle;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Log switched off for a while: thousands of injected failures would fill it. */
final class MutedLog {

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.gateway.core");
    private Level before;

    void begin() {
        before = logger.getLevel();
        logger.setLevel(Level.OFF);
    }

    void end() {
        logger.setLevel(before);
    }
}
