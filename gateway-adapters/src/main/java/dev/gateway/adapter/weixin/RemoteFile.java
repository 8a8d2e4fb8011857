package dev.gateway.adapter.weixin;

import dev.gateway.core.platform.Attachment;

/**
 * A file of a message, still at the CDN.
 *
 * @param kind what it is
 * @param name the name the sender gave it, or a made-up one; never a path
 * @param mediaType guessed from kind and name
 * @param fullUrl where it is, if the platform says so itself; else empty
 * @param queryParam what to ask the CDN for; empty if there is a full URL
 * @param key as it came, in one of three notations; empty if the file is not encrypted
 */
record RemoteFile(
        Attachment.Kind kind,
        String name,
        String mediaType,
        String fullUrl,
        String queryParam,
        String key) {

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
