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
 * The parts of a gateway.
 *
 * @param home its folder
 * @param config the first config
 * @param factories adapters by type
 * @param handler creates the handler; starts nothing; closed by the gateway
 * @param tokens the locks that admit one poller per token
 * @param onConflict the reaction if another instance holds the home
 * @param patience the maximum time to stand by
 * @param events receives its events
 * @param stop the request to stop
 * @param reloading the connections of a reload
 * @param halt ends the process with a status when nothing else does, as {@link Runtime#halt}
 * @param identity the content of the PID file
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
     * The information for other processes about this one.
     *
     * @param argv its arguments, free of secrets
     * @param version of the program
     * @param supervisor the service manager that started it, if any
     * @param restart the command that launched it to take over from another one, if one did
     */
    public record Identity(
            List<String> argv,
            String version,
            Optional<ServiceManagerInfo> supervisor,
            Optional<ProcessIdentity> restart) {

        /** Creates the identity of a process that no restart launched. */
        public Identity(
                List<String> argv, String version, Optional<ServiceManagerInfo> supervisor) {
            this(argv, version, supervisor, Optional.empty());
        }
    }
}
