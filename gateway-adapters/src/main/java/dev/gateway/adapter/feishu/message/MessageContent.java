package dev.gateway.adapter.feishu.message;

import dev.gateway.core.platform.GeoLocation;
import dev.gateway.core.platform.MessageKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The content of a received message as plain text and files.
 *
 * @param kind the kind of the message
 * @param text empty for a file alone
 * @param resources the files, in the order of the message
 * @param location the place that it contains
 */
record MessageContent(
        MessageKind kind,
        String text,
        List<MessageResource> resources,
        Optional<GeoLocation> location) {

    MessageContent {
        resources = List.copyOf(resources);
    }

    static MessageContent of(MessageKind kind, String text) {
        return new MessageContent(kind, text, List.of(), Optional.empty());
    }

    static MessageContent of(String text, List<MessageResource> resources) {
        return new MessageContent(MessageKind.TEXT, text, resources, Optional.empty());
    }

    /** Returns the content of a message that is one file. */
    static MessageContent of(MessageResource resource) {
        MessageKind kind =
                switch (resource.kind()) {
                    case IMAGE -> MessageKind.IMAGE;
                    case AUDIO -> MessageKind.AUDIO;
                    case VIDEO -> MessageKind.VIDEO;
                    case FILE -> MessageKind.FILE;
                };
        return resource.key().isEmpty()
                ? of(kind, "[" + resource.label() + "]")
                : new MessageContent(kind, "", List.of(resource), Optional.empty());
    }

    /** Returns the text with a note for each file, for messages whose files are not loaded. */
    String described() {
        List<String> lines = new ArrayList<>();
        if (!text.isEmpty()) {
            lines.add(text);
        }
        resources.forEach(resource -> lines.add("[" + resource.label() + "]"));
        return String.join("\n", lines);
    }
}
