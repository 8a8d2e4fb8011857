package dev.gateway.adapter.telegram.outgoing;

import dev.gateway.core.platform.Attachment;

/**
 * A file to send.
 *
 * @param index its place among the files of the message
 * @param file the file
 * @param kind the way to send it
 */
public record TelegramUpload(int index, Attachment file, UploadKind kind) {

    TelegramUpload(int index, Attachment file) {
        this(index, file, UploadKind.of(file));
    }

    TelegramUpload otherwise() {
        return new TelegramUpload(index, file, kind.otherwise());
    }
}
