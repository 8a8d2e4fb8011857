package dev.gateway.core.message.handler;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.gateway.core.config.TextFormat;
import dev.gateway.core.file.OwnerOnlyFile;
import dev.gateway.core.file.UntrustedFiles;
import dev.gateway.core.json.BoundedJson;
import dev.gateway.core.message.MessageHandler.Answer;
import dev.gateway.core.message.MessageHandler.HandlerException;
import dev.gateway.core.message.MessageMemoryShare;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reader of the answers of processes and web services: {@code {"text", "format", "attachments":
 * [{"name", "media_type", "kind", "path" | "data"}]}}; {@code data} is base64 and is stored. They
 * are parsed token by token as they arrive: a file goes to the disk and is never in memory, and a
 * text is refused when it gets too long. Unknown content fails the attempt; silence must be
 * explicit.
 */
final class AnswerJson {

    private static final int MAX_ATTACHMENTS = 100;
    private static final int MAX_WORD = 4096;
    private static final JsonFactory JSON = BoundedJson.factory(MessageMemoryShare.MAX_TEXT);
    private static final Base64Variant BASE64 =
            Base64Variants.MIME.withReadPadding(Base64Variant.PaddingReadBehaviour.PADDING_ALLOWED);

    private final Path media;
    private final boolean paths;

    /**
     * Creates a reader.
     *
     * @param media the folder for files that came as data
     * @param paths whether answers may name files of this machine: a process of the operator may,
     *     while a web service could make the gateway send any readable file
     */
    AnswerJson(Path media, boolean paths) {
        this.media = media;
        this.paths = paths;
    }

    /** A line or body that is not valid JSON of an answer. */
    static final class InvalidJsonException extends Exception {

        private final transient ParsedAnswer parsedAnswer;

        InvalidJsonException(String message, ParsedAnswer parsedAnswer) {
            super(message);
            this.parsedAnswer = parsedAnswer;
        }

        /** Returns the content read before the error. */
        ParsedAnswer partialAnswer() {
            return parsedAnswer;
        }
    }

    /**
     * Reads one object to the end of the stream.
     *
     * @throws InvalidJsonException if it is not an object, or has a text that is too long
     */
    ParsedAnswer readObject(InputStream in) throws IOException, InvalidJsonException {
        var parsedAnswer = new ParsedAnswer();
        try (JsonParser json = JSON.createParser(in)) {
            json.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            JsonToken first = json.nextToken();
            if (first == null) {
                parsedAnswer.blank();
                return parsedAnswer;
            }
            if (first != JsonToken.START_OBJECT) {
                throw new InvalidJsonException("wrote no JSON object", parsedAnswer);
            }
            object(json, parsedAnswer);
            if (json.nextToken() != null) {
                throw new InvalidJsonException(
                        "wrote more than one JSON object at a time", parsedAnswer);
            }
            return parsedAnswer;
        } catch (JsonProcessingException e) {
            parsedAnswer.discard();
            throw new InvalidJsonException("wrote no JSON: " + ErrorText.of(e), parsedAnswer);
        }
    }

    /** Reads the body of a response: one answer, or the list of them. */
    List<Answer> readBody(String id, InputStream in, MessageMemoryShare memory)
            throws IOException, HandlerException, InterruptedException {
        var whole = new ParsedAnswer();
        List<Answer> answers = new ArrayList<>();
        boolean list = false;
        try (JsonParser json = JSON.createParser(in)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new HandlerException("it answered no JSON object", null);
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                if (json.currentName().equals("answers")) {
                    list = true;
                    answers(id, json, answers, memory);
                } else {
                    field(json, whole);
                }
            }
            if (json.nextToken() != null) {
                throw new HandlerException("it answered more than one JSON object", null);
            }
        } catch (JsonProcessingException e) {
            whole.discard();
            throw new HandlerException("it answered no JSON: " + ErrorText.of(e), null);
        }
        if (whole.error().isPresent()) {
            throw new HandlerException("it says: " + whole.error().get(), null);
        }
        if (list && whole.hasContent()) {
            whole.discard();
            throw new HandlerException("it answered both with answers and with one", null);
        }
        if (!list) {
            add(answers, answer(id, whole), memory);
        }
        return answers;
    }

    /** Returns the answer of an object; one without text and files is silence. */
    Answer answer(String id, ParsedAnswer parsedAnswer) throws HandlerException {
        try {
            parsedAnswer.check();
            if (!parsedAnswer.hasContent()) {
                throw new HandlerException("an answer has neither text nor attachments", null);
            }
            return new Answer(
                    parsedAnswer.text(),
                    parsedAnswer.attachments(media, id),
                    parsedAnswer.format());
        } catch (HandlerException e) {
            parsedAnswer.discard();
            throw e;
        }
    }

    private void answers(
            String id, JsonParser json, List<Answer> answers, MessageMemoryShare memory)
            throws IOException, HandlerException, InterruptedException {
        if (json.nextToken() != JsonToken.START_ARRAY) {
            throw new HandlerException("its answers are no list", null);
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw new HandlerException("one of its answers is no object", null);
            }
            if (answers.size() >= PendingRequest.MAX_ANSWERS) {
                throw new HandlerException("it gave too many answers to one message", null);
            }
            var parsedAnswer = new ParsedAnswer();
            object(json, parsedAnswer);
            add(answers, answer(id + "-" + answers.size(), parsedAnswer), memory);
        }
    }

    private static void add(List<Answer> answers, Answer answer, MessageMemoryShare memory)
            throws HandlerException, InterruptedException {
        memory.await(answer.text());
        if (!answer.text().isBlank() || !answer.attachments().isEmpty()) {
            answers.add(answer);
        }
    }

    private void object(JsonParser json, ParsedAnswer parsedAnswer) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            field(json, parsedAnswer);
        }
    }

    private void field(JsonParser json, ParsedAnswer parsedAnswer) throws IOException {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        switch (name) {
            case "id" -> {
                if (value == JsonToken.VALUE_STRING) {
                    parsedAnswer.id(json.getText());
                } else {
                    json.skipChildren();
                }
            }
            case "text" -> {
                if (value == JsonToken.VALUE_STRING) {
                    parsedAnswer.text(json.getText());
                } else if (value != JsonToken.VALUE_NULL) {
                    parsedAnswer.problem("the text of an answer is no text");
                    json.skipChildren();
                }
            }
            case "format" -> format(json, value, parsedAnswer);
            case "error" -> error(json, value, parsedAnswer);
            case "done" -> {
                if (value.isBoolean()) {
                    parsedAnswer.done(value == JsonToken.VALUE_TRUE);
                } else {
                    parsedAnswer.problem("done is neither true nor false");
                    json.skipChildren();
                }
            }
            case "attachments" -> attachments(json, value, parsedAnswer);
            default -> {
                parsedAnswer.other();
                json.skipChildren();
            }
        }
    }

    private static void format(JsonParser json, JsonToken value, ParsedAnswer parsedAnswer)
            throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        Optional<TextFormat> format =
                value == JsonToken.VALUE_STRING ? TextFormat.of(json.getText()) : Optional.empty();
        if (format.isPresent()) {
            parsedAnswer.format(format.get());
        } else {
            parsedAnswer.problem("the format of an answer is neither markdown nor plain");
            json.skipChildren();
        }
    }

    private static void error(JsonParser json, JsonToken value, ParsedAnswer parsedAnswer)
            throws IOException {
        if (value == JsonToken.VALUE_NULL || value == JsonToken.VALUE_FALSE) {
            return;
        }
        if (value.isScalarValue()) {
            parsedAnswer.error(ErrorText.brief(json.getText()));
            return;
        }
        parsedAnswer.error("an error");
        int depth = 1;
        while (depth > 0) {
            JsonToken next = json.nextToken();
            if (next == null) {
                return;
            }
            depth += next.isStructStart() ? 1 : next.isStructEnd() ? -1 : 0;
            if (depth == 1
                    && next == JsonToken.VALUE_STRING
                    && "message".equals(json.currentName())) {
                parsedAnswer.error(ErrorText.brief(json.getText()));
            }
        }
    }

    private void attachments(JsonParser json, JsonToken value, ParsedAnswer parsedAnswer)
            throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        if (value != JsonToken.START_ARRAY) {
            parsedAnswer.problem("the attachments of an answer are no list");
            json.skipChildren();
            return;
        }
        parsedAnswer.attachments();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == null) {
                return;
            }
            if (json.currentToken() != JsonToken.START_OBJECT) {
                parsedAnswer.problem("an attachment of the answer is no object");
                json.skipChildren();
            } else if (parsedAnswer.fileCount() >= MAX_ATTACHMENTS) {
                parsedAnswer.problem(
                        "the answer has more than " + MAX_ATTACHMENTS + " attachments");
                json.skipChildren();
            } else {
                attachment(json, parsedAnswer);
            }
        }
    }

    private void attachment(JsonParser json, ParsedAnswer parsedAnswer) throws IOException {
        var file = new ParsedAnswer.File();
        parsedAnswer.file(file);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            boolean text = json.nextToken() == JsonToken.VALUE_STRING;
            switch (name) {
                case "name" -> file.name = word(json, parsedAnswer);
                case "kind" -> file.kind = word(json, parsedAnswer);
                case "media_type" -> {
                    String type = word(json, parsedAnswer);
                    file.type = type.isEmpty() ? file.type : type;
                }
                case "data" -> {
                    if (text && !file.stored) {
                        store(json, file, parsedAnswer);
                    } else {
                        parsedAnswer.problem("the data of an attachment is no base64");
                        json.skipChildren();
                    }
                }
                case "path" -> {
                    String path = word(json, parsedAnswer);
                    if (paths && !file.stored) {
                        name(path, file, parsedAnswer);
                    }
                }
                default -> json.skipChildren();
            }
        }
        if (file.path == null) {
            parsedAnswer.problem(
                    "an attachment of the answer has no " + (paths ? "path or data" : "data"));
        }
    }

    /** Returns a short text; empty if there is none. */
    private static String word(JsonParser json, ParsedAnswer parsedAnswer) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            String word = json.getText();
            if (word.length() <= MAX_WORD) {
                return word;
            }
            parsedAnswer.problem("a name of an attachment is too long");
        } else if (json.currentToken() != JsonToken.VALUE_NULL) {
            parsedAnswer.problem("a name of an attachment is no text");
            json.skipChildren();
        }
        return "";
    }

    private static void name(String path, ParsedAnswer.File file, ParsedAnswer parsedAnswer) {
        try {
            Path named = Path.of(path);
            if (!named.isAbsolute() || !Files.isRegularFile(named)) {
                parsedAnswer.problem(
                        "an attachment of the answer is not the absolute path of a file: " + named);
                return;
            }
            UntrustedFiles.check(named);
            file.path = named;
        } catch (FileSystemException e) {
            parsedAnswer.problem(
                    "an attachment of the answer cannot be sent: %s %s"
                            .formatted(path, e.getReason()));
        } catch (IOException e) {
            parsedAnswer.problem("an attachment of the answer is gone: " + path);
        } catch (InvalidPathException e) {
            parsedAnswer.problem("an attachment of the answer has no path, but text");
        }
    }

    private void store(JsonParser json, ParsedAnswer.File file, ParsedAnswer parsedAnswer)
            throws IOException {
        try {
            if (Files.notExists(media)) {
                Files.createDirectories(
                        media,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
            file.path = OwnerOnlyFile.create(media.resolve("incoming-" + UUID.randomUUID()));
            file.stored = true;
            try (OutputStream out = new DiskOutput(Files.newOutputStream(file.path))) {
                json.readBinaryValue(BASE64, out);
            }
        } catch (JsonProcessingException e) {
            parsedAnswer.problem("an attachment of the answer is not base64");
            throw e;
        } catch (IllegalArgumentException e) {
            // The parser's way to report white space where base64 has none.
            throw new JsonParseException(json, "an attachment is not base64", e);
        } catch (DiskException e) {
            parsedAnswer.problem("an attachment of the answer cannot be stored: " + e.getMessage());
            json.skipChildren();
        }
    }

    /** A file inside an answer cannot be written. */
    private static final class DiskException extends IOException {
        DiskException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** A stream that marks its own errors, to tell them from those of the source. */
    private static final class DiskOutput extends FilterOutputStream {

        DiskOutput(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw new DiskException(e);
            }
        }
    }
}
