package dev.gateway.adapter.feishu;

import dev.gateway.adapter.markdown.FeishuPost;
import dev.gateway.adapter.markdown.PlainText;
import dev.gateway.core.config.TextFormat;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A sender of answers. A text goes with its images as one message, each other file as one of its
 * own. The {@code uuid}s of the messages derive from the answer's id: the platform does not send
 * one again within an hour, even if a killed process sent it.
 */
final class FeishuMessageSender {

    private final Consumer<String> sent;
    private final FeishuTransport transport;
    private final FeishuMediaUploader uploader;

    /** Creates a sender that reports the platform's id of each message to {@code sent}. */
    FeishuMessageSender(OpenApi api, CancellationScope scope, Consumer<String> sent) {
        this.sent = sent;
        this.transport = new FeishuTransport(api, scope);
        this.uploader = new FeishuMediaUploader(api, scope);
    }

    /** Sends a message and returns the platform's id of its first part. */
    Optional<String> send(OutboundMessage message)
            throws PlatformException, CallCancelledException, InterruptedException {
        if (message.text().isEmpty() && message.attachments().isEmpty()) {
            throw new PlatformException.Undeliverable("Feishu takes no empty messages");
        }
        return new Sending(message).run();
    }

    /** One answer under way. */
    private final class Sending {

        private final OutboundMessage message;
        private final Map<Integer, String> images = new LinkedHashMap<>();
        private Optional<String> first = Optional.empty();

        Sending(OutboundMessage message) {
            this.message = message;
        }

        Optional<String> run()
                throws PlatformException, CallCancelledException, InterruptedException {
            uploadImages();
            boolean together = images.size() > (message.text().isEmpty() ? 1 : 0);
            if (together) {
                sendPost(message.text(), List.copyOf(images.values()));
            } else if (!message.text().isEmpty()) {
                sendText();
            }
            for (int i = 0; i < message.attachments().size(); i++) {
                String uuid = message.id() + "-a" + i;
                if (!images.containsKey(i)) {
                    send(uploader.upload(uuid, message.attachments().get(i)));
                } else if (!together) {
                    send(FeishuMessagePart.image(uuid, images.get(i)));
                }
            }
            return first;
        }

        /** Uploads what is to be shown with a text or with other images. */
        private void uploadImages()
                throws PlatformException, CallCancelledException, InterruptedException {
            List<Attachment> files = message.attachments();
            if (message.text().isEmpty() && files.size() < 2) {
                return;
            }
            for (int i = 0; i < files.size(); i++) {
                if (FeishuMediaUploader.isShown(files.get(i))) {
                    Optional<String> key = uploader.uploadImage(files.get(i));
                    if (key.isPresent()) {
                        images.put(i, key.get());
                    }
                }
            }
        }

        private void sendText()
                throws PlatformException, CallCancelledException, InterruptedException {
            if (isFormatted()) {
                sendPost(message.text(), List.of());
            } else {
                send(FeishuMessagePart.text(message.id(), message.text()));
            }
        }

        private boolean isFormatted() {
            return message.format() == TextFormat.MARKDOWN
                    && !PlainText.of(message.text()).equals(message.text());
        }

        private void sendPost(String text, List<String> keys)
                throws PlatformException, CallCancelledException, InterruptedException {
            boolean formatted = isFormatted();
            try {
                send(
                        FeishuMessagePart.post(
                                message.id(),
                                formatted ? "md" : "text",
                                formatted ? FeishuPost.dialect(text) : text,
                                keys));
            } catch (PlatformException.Undeliverable e) {
                if (e.mayPass()) {
                    throw e;
                }
                sendSeparately(formatted ? PlainText.of(text) : text, keys, e);
            }
        }

        /**
         * Sends the content of a rich text that was refused as plain text and single images. If the
         * chat itself refuses, so it does here.
         */
        private void sendSeparately(
                String text, List<String> keys, PlatformException.Undeliverable refusal)
                throws PlatformException, CallCancelledException, InterruptedException {
            List<FeishuMessagePart> parts = new ArrayList<>();
            if (!text.isEmpty()) {
                parts.add(FeishuMessagePart.text(message.id(), text));
            }
            for (int i = 0; i < keys.size(); i++) {
                parts.add(FeishuMessagePart.image(message.id() + "-i" + i, keys.get(i)));
            }
            if (parts.isEmpty()) {
                throw refusal;
            }
            for (FeishuMessagePart part : parts) {
                send(part);
            }
        }

        private void send(FeishuMessagePart part)
                throws PlatformException, CallCancelledException, InterruptedException {
            Optional<String> id =
                    transport.send(message.conversation(), message.replyContext(), part);
            id.ifPresent(sent);
            first = first.or(() -> id);
        }
    }
}
