package dev.gateway.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.Test;

class LogbackBindingTest {

    @Test
    void itsLogIsSilentUntilRunConfiguresIt() {
        var binding = new LogbackBinding();
        binding.initialize();

        var context = (LoggerContext) binding.getLoggerFactory();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        assertThat(context.isStarted()).isTrue();
        assertThat(root.getLevel()).isEqualTo(Level.INFO);
        assertThat(root.iteratorForAppenders()).isExhausted();
        assertThat(context.getMDCAdapter()).isSameAs(binding.getMDCAdapter());
    }
}
