package dev.gateway.core.warmup;

import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.yaml.Secret;
import dev.gateway.core.yaml.TypeSchema;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The no-op platform of a {@link WarmUpRun}: uses no network and never delivers a message. */
record NoOpPlatform(String type) implements PlatformFactory {

    private static final Logger LOG = LoggerFactory.getLogger(NoOpPlatform.class);

    @Override
    public String displayName() {
        return type;
    }

    @Override
    public TypeSchema schema() {
        return new TypeSchema(type, List.of());
    }

    @Override
    public Secret token(PlatformConfig config) {
        return Secret.of(type);
    }

    @Override
    public PlatformAdapter create(PlatformConfig config, PlatformContext context) {
        return new NoOpAdapter(context, new CountDownLatch(1));
    }

    /** An adapter that stays connected until the gateway stops it. */
    private record NoOpAdapter(PlatformContext context, CountDownLatch stopped)
            implements PlatformAdapter {

        @Override
        public void serve() throws InterruptedException {
            LOG.trace("Nothing new since {}", context.cursor());
            context.contact();
            stopped.await();
        }

        @Override
        public void stopIntake() {
            stopped.countDown();
        }

        @Override
        public List<String> split(String text) {
            return List.of(text);
        }

        @Override
        public Optional<String> send(OutboundMessage message) {
            return Optional.empty();
        }

        @Override
        public void disconnect(Duration within) {
            stopped.countDown();
        }
    }
}
