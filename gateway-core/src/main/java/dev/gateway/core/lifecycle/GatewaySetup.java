package dev.gateway.core.lifecycle;

import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.config.HandlerConfig;
import dev.gateway.core.control.ConflictPolicy;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.ServiceManagerInfo;
import dev.gateway.core.message.MessageHandler;
import dev.gateway.core.message.handler.HandlerContext;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.process.HostServices;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.reload.ReloadHooks;
import dev.gateway.core.shutdown.StopRequest;
import dev.gateway.core.token.TokenLocks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;

/**
 * Everything a gateway is made of.
 *
 * @param home its folder
 * @param config what to run at first
 * @param factories adapters by type
 * @param handler makes what answers the messages; starts nothing; closed by the gateway
 * @param tokens one poller per token
 * @param onConflict what to do if another instance holds the home
 * @param patience how long to stand by at most
 * @param events where its steps are published
 * @param stop how it is told to end
 * @param reloading how it is given another config
 * @param halt ends the process with a status when nothing else does, as {@link Runtime#halt}
 * @param identity what to write into the PID file
 * @param machine the operating system
 * @param warmUp initialisation to do while the gateway waits for its home or a token
 */
public record GatewaySetup(
        GatewayHome home,
        GatewayConfig config,
        Map<String, PlatformFactory> factories,
        BiFunction<HandlerConfig, HandlerContext, MessageHandler> handler,
        TokenLocks tokens,
        ConflictPolicy onConflict,
        Duration patience,
        EventStream events,
        StopRequest stop,
        ReloadHooks reloading,
        IntConsumer halt,
        Identity identity,
        HostServices machine,
        StandbyWarmUp warmUp) {

    /**
     * What other processes are told about this one.
     *
     * @param argv its arguments, free of secrets
     * @param version of the program
     * @param supervisor what started it, if something did
     * @param restart the command that launched it to take over from another one, if one did
     */
    public record Identity(
            List<String> argv,
            String version,
            Optional<ServiceManagerInfo> supervisor,
            Optional<ProcessIdentity> restart) {

        /** One that no restart launched. */
        public Identity(
                List<String> argv, String version, Optional<ServiceManagerInfo> supervisor) {
            this(argv, version, supervisor, Optional.empty());
        }
    }
}
