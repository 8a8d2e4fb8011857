package dev.gateway.core.config;

import dev.gateway.core.proxy.ProxyPolicy;
import java.net.URI;
import java.util.List;

/** The recipient of a notice when a state of the gateway turns bad, and when it is good again. */
public sealed interface NotifyConfig {

    /**
     * A program that gets a JSON object on its standard input.
     *
     * @param words the program and its arguments
     */
    record Command(List<String> words) implements NotifyConfig {

        /** Copies the list. */
        public Command {
            words = List.copyOf(words);
        }
    }

    /**
     * An address that the same object is posted to; all of it but the host may be a secret.
     *
     * @param address http or https
     * @param proxy the route to it
     */
    record Url(URI address, ProxyPolicy proxy) implements NotifyConfig {

        /** Returns the host alone. */
        @Override
        public String toString() {
            return address.getHost();
        }
    }

    /**
     * A conversation that gets the notice as text, through the outbox.
     *
     * @param name the account's name
     * @param to the conversation
     */
    record Platform(String name, String to) implements NotifyConfig {}
}
