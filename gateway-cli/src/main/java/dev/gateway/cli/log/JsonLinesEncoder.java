package dev.gateway.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/**
 * An encoder for JSON lines: {@code at, level, thread, pid, logger, message}, and {@code trace}.
 */
final class JsonLinesEncoder extends EncoderBase<ILoggingEvent> {

    private final long pid = ProcessHandle.current().pid();

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        ObjectNode line =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("at", event.getInstant().toString())
                        .put("level", event.getLevel().toString())
                        .put("thread", event.getThreadName())
                        .put("pid", pid)
                        .put("logger", simple(event.getLoggerName()))
                        .put("message", event.getFormattedMessage());
        if (event.getThrowableProxy() != null) {
            line.put("trace", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }

    private static String simple(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}
