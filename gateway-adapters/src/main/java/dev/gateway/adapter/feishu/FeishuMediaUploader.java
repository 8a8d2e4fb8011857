package dev.gateway.adapter.feishu;

import dev.gateway.adapter.http.MultipartForm;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.PlatformException;
import java.io.FileNotFoundException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An uploader of files; the messages that show them refer to them by their keys. */
final class FeishuMediaUploader {

    private static final String ANY_TYPE = "application/octet-stream";

    private static final String ANY_FILE = "stream";
    private static final String VOICE = "opus";
    private static final long LARGEST_IMAGE = 10L << 20;
    private static final long LARGEST_FILE = 30L << 20;
    private static final Duration WITHIN = Duration.ofMinutes(2);

    private final OpenApi api;
    private final CancellationScope scope;

    FeishuMediaUploader(OpenApi api, CancellationScope scope) {
        this.api = api;
        this.scope = scope;
    }

    /** Uploads a file and returns the message that shows it. */
    FeishuMessagePart upload(String uuid, Attachment attachment)
            throws PlatformException, CallCancelledException, InterruptedException {
        if (attachment.size() > LARGEST_FILE) {
            throw new PlatformException.Undeliverable(
                    "Feishu takes files of at most 30 MB, this one has "
                            + (attachment.size() >> 20)
                            + " MB");
        }
        if (attachment.size() == 0) {
            throw new PlatformException.Undeliverable("Feishu takes no empty files");
        }
        Attachment.Kind kind = sendableAs(attachment);
        if (kind == Attachment.Kind.FILE) {
            return upload(uuid, attachment, kind, fileType(attachment));
        }
        String fileType = kind == Attachment.Kind.AUDIO ? VOICE : fileType(attachment);
        try {
            return upload(uuid, attachment, kind, fileType);
        } catch (PlatformException.Undeliverable e) {
            if (e.mayPass()) {
                throw e;
            }
            // Showing or playing it is optional; any content can be sent as a plain file.
            return upload(uuid, attachment, Attachment.Kind.FILE, ANY_FILE);
        }
    }

    /** Returns whether a file can be shown as an image within a message. */
    static boolean isShown(Attachment attachment) {
        return attachment.kind() == Attachment.Kind.IMAGE
                && attachment.size() > 0
                && attachment.size() <= LARGEST_IMAGE;
    }

    /** Uploads an image and returns its key; empty if the platform does not take it as one. */
    Optional<String> uploadImage(Attachment attachment)
            throws PlatformException, CallCancelledException, InterruptedException {
        try {
            return Optional.of(imageKey(attachment));
        } catch (PlatformException.Undeliverable e) {
            if (e.mayPass()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private String imageKey(Attachment attachment)
            throws PlatformException, CallCancelledException, InterruptedException {
        return upload(
                "/open-apis/im/v1/images",
                Map.of("image_type", "message"),
                "image",
                "image_key",
                attachment);
    }

    private FeishuMessagePart upload(
            String uuid, Attachment attachment, Attachment.Kind kind, String fileType)
            throws PlatformException, CallCancelledException, InterruptedException {
        if (kind == Attachment.Kind.IMAGE) {
            return FeishuMessagePart.image(uuid, imageKey(attachment));
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("file_type", fileType);
        fields.put("file_name", attachment.name());
        if (kind == Attachment.Kind.AUDIO) {
            OggOpusFile.duration(attachment.path())
                    .ifPresent(length -> fields.put("duration", "" + length.toMillis()));
        }
        String key = upload("/open-apis/im/v1/files", fields, "file", "file_key", attachment);
        return FeishuMessagePart.file(uuid, kind, key);
    }

    private String upload(
            String path,
            Map<String, String> fields,
            String fileField,
            String keyField,
            Attachment attachment)
            throws PlatformException, CallCancelledException, InterruptedException {
        var form = new MultipartForm();
        ApiResponse response;
        try {
            var body = form.body(fields, fileField, attachment.name(), ANY_TYPE, attachment.path());
            response = api.upload(path, body, form.contentType(), WITHIN, scope, "upload");
        } catch (FileNotFoundException e) {
            throw PlatformException.Undeliverable.now("the file to send is gone");
        }
        String key = response.data().path(keyField).asText();
        if (response.isOk() && !key.isEmpty()) {
            return key;
        }
        throw FeishuErrorMapper.toException(response, "upload");
    }

    /**
     * Returns the kind to send it as: the platform plays only opus and mp4, and shows only images
     * below a size.
     */
    private static Attachment.Kind sendableAs(Attachment attachment) {
        boolean special =
                switch (attachment.kind()) {
                    case IMAGE -> attachment.size() <= LARGEST_IMAGE;
                    case AUDIO -> isVoice(attachment);
                    case VIDEO -> extension(attachment).equals("mp4");
                    case FILE -> false;
                };
        return special ? attachment.kind() : Attachment.Kind.FILE;
    }

    private static boolean isVoice(Attachment attachment) {
        return extension(attachment).equals(VOICE)
                || OggOpusFile.duration(attachment.path()).isPresent();
    }

    private static String fileType(Attachment attachment) {
        String extension = extension(attachment);
        return switch (extension) {
            case "opus", "mp4", "pdf", "doc", "xls", "ppt" -> extension;
            case "docx" -> "doc";
            case "xlsx" -> "xls";
            case "pptx" -> "ppt";
            default -> ANY_FILE;
        };
    }

    private static String extension(Attachment attachment) {
        String name = attachment.name();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
