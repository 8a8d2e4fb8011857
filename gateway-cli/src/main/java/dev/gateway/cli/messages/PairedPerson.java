package dev.gateway.cli.messages;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.cli.terminal.TerminalSanitizer;
import dev.gateway.core.access.Pairing;
import dev.gateway.core.access.PairingRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The persons of the {@code pairing} commands, shown with the config's name of the account. */
final class PairedPerson {

    private static final int MAX_WIDTH = 60;

    private final List<String> accounts;

    /**
     * Creates a view.
     *
     * @param config the config file, whose other parts may be invalid
     */
    PairedPerson(Path config) {
        this.accounts = CompletionCandidates.accounts(config);
    }

    ObjectNode json(PairingRequest request) {
        return json(request.platforms(), request.sender(), request.name())
                .put("code", request.code())
                .put("requested_at", text(request.requestedAt()))
                .put("expires_at", text(request.expiresAt()));
    }

    ObjectNode json(Pairing pairing) {
        return json(pairing.platforms(), pairing.sender(), pairing.name())
                .put("approved_at", text(pairing.approvedAt()));
    }

    private ObjectNode json(List<String> platforms, String sender, String name) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("platform", platform(platforms))
                .put("sender", sender)
                .put("name", name);
    }

    /** Returns the person in one line. */
    String text(List<String> platforms, String sender, String name) {
        String named = name.isEmpty() ? "" : " (" + name + ")";
        return platform(platforms) + "  " + TerminalSanitizer.line(sender + named, MAX_WIDTH);
    }

    /** Returns the name that the config has for the account now, or one that it had. */
    private String platform(List<String> names) {
        return names.stream().filter(accounts::contains).findFirst().orElse(names.get(0));
    }

    private static String text(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
