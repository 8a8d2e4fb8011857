package dev.gateway.adapter.weixin;

import dev.gateway.core.platform.PlatformContext;

/**
 * The newest context token of each conversation. It came with the newest message and must be
 * echoed; kept in the gateway's notes, so that it survives a restart.
 */
final class ContextTokenStore {

    private final PlatformContext context;

    ContextTokenStore(PlatformContext context) {
        this.context = context;
    }

    /** The key under which a batch stores the token of a conversation. */
    static String note(String conversation) {
        return "context:" + conversation;
    }

    /** Empty if the conversation never had one. */
    String newest(String conversation) {
        return context.note(note(conversation)).orElse("");
    }
}
