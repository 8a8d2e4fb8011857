package dev.gateway.postgres.spool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.access.AccessRule;
import dev.gateway.core.access.Admission;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.codec.AttachmentCodec;
import dev.gateway.core.journal.codec.ContextCodec;
import dev.gateway.core.journal.codec.UnreadableRowException;
import dev.gateway.core.json.JsonTree;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.InboundMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Codec of a spool file: a line with the format and the digest of the rest, a line for the account
 * and its notes, and a line for each message. A file with one byte less or another one is damaged.
 * Keys may be added to a format: an earlier version leaves out what it does not know, and a later
 * one reads a file without them. A file of a later format is left to a program that knows it.
 */
final class SpoolCodec {

    private static final String FORMAT = "gateway-spool 1 ";
    private static final Pattern LATER_FORMAT =
            Pattern.compile("gateway-spool (?:[2-9]|[1-9]\\d+) ");
    private static final String NEW_LINE = "\n";

    private final AttachmentCodec attachments;

    SpoolCodec(AttachmentCodec attachments) {
        this.attachments = attachments;
    }

    byte[] write(SpooledBatch batch) {
        var body = new StringBuilder();
        body.append(JsonTree.text(head(batch.binding(), batch.notes()))).append(NEW_LINE);
        for (int i = 0; i < batch.messages().size(); i++) {
            ObjectNode line = message(batch.messages().get(i), batch.admissions().get(i));
            body.append(JsonTree.text(line)).append(NEW_LINE);
        }
        String text = body.toString();
        return (FORMAT + digest(text) + NEW_LINE + text).getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode head(AccountBinding binding, SpooledNotes notes) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("account", binding.account().value())
                .put("name", binding.name())
                .put("burst_ms", binding.burstWindow().toMillis())
                .put("keeps_said", binding.keepsSaid());
        binding.maxAge().ifPresent(age -> json.put("max_age_ms", age.toMillis()));
        if (!notes.values().isEmpty()) {
            notes.values().forEach(json.putObject("notes")::put);
            notes.before().ifPresent(position -> json.set("before", position(position)));
        }
        return json;
    }

    private static ObjectNode position(SpooledNotes.Position position) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("epoch", position.epoch());
        position.cursor().ifPresent(cursor -> json.put("cursor", cursor));
        return json;
    }

    private ObjectNode message(InboundMessage message, Admission admission) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("outcome", admission.outcome().name())
                .put("rule", admission.rule().name())
                .put("key", message.dedupKey())
                .put("conversation", message.conversation())
                .put("sender", message.sender())
                .put("direct", message.direct())
                .put("text", message.text())
                .put("attachments", attachments.write(message.attachments()))
                .put("remote", ContextCodec.write(message.remote()))
                .put("context", ContextCodec.write(message.context()))
                .put("reply_context", message.replyContext())
                .put("sent_at", message.sentAt().toEpochMilli());
    }

    /**
     * Reads a file.
     *
     * @throws DamagedSpoolFileException if it is not whole
     * @throws LaterSpoolFormatException if a later version of the program has written it
     */
    SpooledBatch read(byte[] file) throws DamagedSpoolFileException, LaterSpoolFormatException {
        String text = new String(file, StandardCharsets.UTF_8);
        int end = text.indexOf(NEW_LINE);
        if (LATER_FORMAT.matcher(text).lookingAt()) {
            throw new LaterSpoolFormatException();
        }
        if (end < 0 || !text.startsWith(FORMAT)) {
            throw new DamagedSpoolFileException("it does not begin as a spool file");
        }
        String body = text.substring(end + 1);
        if (!text.substring(FORMAT.length(), end).equals(digest(body))) {
            throw new DamagedSpoolFileException("its content does not match its digest");
        }
        try {
            return batch(body.lines().toList());
        } catch (JsonProcessingException
                | UnreadableRowException
                | IllegalArgumentException
                | IndexOutOfBoundsException e) {
            throw new DamagedSpoolFileException("its content has another shape");
        }
    }

    private SpooledBatch batch(List<String> lines) throws JsonProcessingException {
        JsonNode head = JsonTree.read(lines.get(0));
        List<InboundMessage> messages = new ArrayList<>();
        List<Admission> admissions = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            JsonNode json = JsonTree.read(line);
            messages.add(message(json));
            admissions.add(
                    new Admission(
                            Admission.Outcome.valueOf(text(json, "outcome")),
                            AccessRule.valueOf(text(json, "rule"))));
        }
        return new SpooledBatch(binding(head), messages, admissions, notes(head));
    }

    private static SpooledNotes notes(JsonNode head) {
        Map<String, String> values = new HashMap<>();
        JsonNode notes = head.path("notes");
        notes.fieldNames().forEachRemaining(key -> values.put(key, text(notes, key)));
        JsonNode before = head.path("before");
        JsonNode cursor = before.path("cursor");
        return new SpooledNotes(
                values,
                before.path("epoch").isIntegralNumber()
                        ? Optional.of(
                                new SpooledNotes.Position(
                                        before.path("epoch").asLong(),
                                        Optional.ofNullable(cursor.textValue())))
                        : Optional.empty());
    }

    private static AccountBinding binding(JsonNode json) {
        JsonNode maxAge = json.path("max_age_ms");
        return new AccountBinding(
                text(json, "name"),
                new AccountId(text(json, "account")),
                Duration.ofMillis(json.path("burst_ms").asLong()),
                json.path("keeps_said").asBoolean(),
                maxAge.isNumber()
                        ? Optional.of(Duration.ofMillis(maxAge.asLong()))
                        : Optional.empty());
    }

    private InboundMessage message(JsonNode json) {
        return new InboundMessage(
                text(json, "key"),
                text(json, "conversation"),
                text(json, "sender"),
                json.path("direct").asBoolean(),
                text(json, "text"),
                attachments.read(text(json, "attachments")),
                ContextCodec.remote(text(json, "remote")),
                text(json, "reply_context"),
                Instant.ofEpochMilli(json.path("sent_at").asLong()),
                ContextCodec.read(text(json, "context")));
    }

    private static String text(JsonNode json, String key) {
        JsonNode value = json.path(key);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("no " + key);
        }
        return value.textValue();
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Each Java runtime has it.
        }
    }
}
