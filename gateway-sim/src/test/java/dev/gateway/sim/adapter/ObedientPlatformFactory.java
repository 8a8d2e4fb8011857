package dev.gateway.sim.adapter;

import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.yaml.OptionSpec;
import dev.gateway.core.yaml.Secret;
import dev.gateway.core.yaml.TypeSchema;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The factory of {@code type: obedient}: an adapter that does everything at once, for the stubborn
 * one to wrap.
 */
public final class ObedientPlatformFactory implements PlatformFactory {

    static final Secret TOKEN = Secret.of("obedient-token");

    /** Creates the factory; called by the service loader. */
    public ObedientPlatformFactory() {}

    @Override
    public String displayName() {
        return "Meek";
    }

    @Override
    public TypeSchema schema() {
        return new TypeSchema(
                "obedient", List.of(OptionSpec.required("token", OptionSpec.Kind.SECRET, "Any.")));
    }

    @Override
    public Secret token(PlatformConfig config) {
        return config.options().secret("token").orElseThrow();
    }

    @Override
    public PlatformAdapter create(PlatformConfig config, PlatformContext context) {
        return new Adapter();
    }

    private static final class Adapter implements PlatformAdapter {
        private final CountDownLatch stopped = new CountDownLatch(1);

        @Override
        public void serve() throws InterruptedException {
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
            return Optional.of("sent " + message.text());
        }

        @Override
        public void disconnect(Duration within) {
            stopped.countDown();
        }
    }
}
