package dev.gateway.core.access;

/** The one answer that a stranger gets. */
public final class PairingAnswer {

    private PairingAnswer() {}

    /** Returns the text; it fits into one message of each platform. */
    public static String text(String sender, String code) {
        return """
                Hello! I do not know you yet, so I cannot answer you.
                Your id: %s
                Pairing code: %s
                The owner of this bot lets you in within an hour with: gateway pairing approve %s\
                """
                .formatted(sender, code, code);
    }
}
