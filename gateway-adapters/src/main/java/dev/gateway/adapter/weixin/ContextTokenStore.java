package dev.gateway.adapter.weixin;

import dev.gateway.core.platform.PlatformContext;

/**
 * The newest context token of each conversation. It arrives with each message and must be echoed in
 * answers; the gateway's notes keep it across restarts.
 */
final class ContextTokenStore {

    private final PlatformContext context;

    ContextTokenStore(PlatformContext context) {
        this.context = context;
    }

    /** Returns the note key of a conversation's token. */
    static String note(String conversation) {
        return "context:" + conversation;
    }

    /** Returns the newest token of a conversation; empty if it never had one. */
    String newest(String conversation) {
        return context.note(note(conversation)).orElse("");
    }
}
