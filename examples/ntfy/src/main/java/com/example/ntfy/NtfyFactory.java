package com.example.ntfy;

import dev.gateway.core.http.HttpClient;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.yaml.OptionSpec;
import dev.gateway.core.yaml.OptionSpec.Kind;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.yaml.Secret;
import dev.gateway.core.yaml.TypeSchema;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformException.Unreachable;
import dev.gateway.core.platform.PlatformFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code type: ntfy}: what it needs, and how an adapter is made of it. */
public final class NtfyFactory implements PlatformFactory {

    @Override
    public String displayName() {
        return "ntfy";
    }

    @Override
    public TypeSchema schema() {
        return new TypeSchema(
                "ntfy",
                List.of(
                        OptionSpec.required(
                                "topic", Kind.TEXT, "The topic that people write to."),
                        OptionSpec.required(
                                "token", Kind.SECRET, "An access token for this topic.")));
    }

    /** The gateway lets one process at a time poll with it. */
    @Override
    public Secret token(PlatformConfig config) {
        return config.options().secret("token").orElseThrow();
    }

    /** The topic, not the token: a renewed token goes on where the old one was. */
    @Override
    public Optional<String> identity(PlatformConfig config) {
        return config.options().text("topic");
    }

    @Override
    public Optional<URI> address(PlatformConfig config) {
        return Optional.of(NtfySettings.of(config).server());
    }

    /** For {@code gateway doctor}: asks whether the token is good, and takes no message. */
    @Override
    public Optional<String> check(PlatformConfig config, Duration within)
            throws PlatformException, InterruptedException {
        NtfySettings settings = NtfySettings.of(config);
        HttpClient http = settings.http();
        try {
            new NtfyApi(settings, http).authorise(within, new CancellationScope());
            return Optional.of(settings.topic());
        } catch (CallCancelledException e) {
            throw new Unreachable("ntfy was not asked to the end");
        } finally {
            http.close(within);
        }
    }

    @Override
    public PlatformAdapter create(PlatformConfig config, PlatformContext context) {
        return new NtfyAdapter(NtfySettings.of(config), context);
    }
}
