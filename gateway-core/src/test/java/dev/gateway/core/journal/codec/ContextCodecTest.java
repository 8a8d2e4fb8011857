package dev.gateway.core.journal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.GeoLocation;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessageKind;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.platform.RemoteAttachment;
import dev.gateway.core.platform.SenderKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContextCodecTest {

    private static final RemoteAttachment FILE =
            new RemoteAttachment(Attachment.Kind.IMAGE, "ü \"x\".png", "image/png", 7, "{\"k\":1}");

    @Test
    void whatWasWrittenIsRead() {
        var context =
                MessageContext.builder()
                        .senderName("Anna")
                        .senderKind(SenderKind.BOT)
                        .chatTitle("Family")
                        .addressed(false)
                        .mentionsAll(true)
                        .kind(MessageKind.LOCATION)
                        .replyTo(
                                Optional.of(
                                        new Quote("3", "7", "Bob", "two\nlines", List.of(FILE))))
                        .forwardedFrom("News")
                        .location(Optional.of(new GeoLocation(52.5, -13.4, "Park")))
                        .data("yes")
                        .album("77")
                        .messageId("12")
                        .build();

        assertThat(ContextCodec.read(ContextCodec.write(context))).isEqualTo(context);
        assertThat(ContextCodec.remote(ContextCodec.write(List.of(FILE, FILE))))
                .containsExactly(FILE, FILE);
    }

    @Test
    void nothingTakesNoSpace() {
        assertThat(ContextCodec.write(MessageContext.NONE)).isEmpty();
        assertThat(ContextCodec.read("")).isEqualTo(MessageContext.NONE);
        assertThat(ContextCodec.write(List.of())).isEmpty();
        assertThat(ContextCodec.remote(null)).isEmpty();
    }

    @Test
    void whatALaterVersionAddsIsLeftOut() {
        MessageContext context =
                ContextCodec.read(
                        "{\"addressed\":true,\"kind\":\"hologram\",\"sender_kind\":\"ALIEN\",\"x\":1}");
        assertThat(context.addressed()).contains(true);
        assertThat(context.kind()).isEqualTo(MessageKind.OTHER);
        assertThat(context.senderKind()).isEqualTo(SenderKind.PERSON);
        assertThat(ContextCodec.remote("[{\"kind\":\"STICKER\",\"reference\":\"r\",\"new\":1}]"))
                .extracting(RemoteAttachment::kind)
                .containsExactly(Attachment.Kind.FILE);
    }

    @Test
    void brokenTextConcernsItsRowAlone() {
        for (String text : List.of("{", "[]", "7")) {
            assertThatThrownBy(() -> ContextCodec.read(text))
                    .isInstanceOf(UnreadableRowException.class);
        }
        for (String text : List.of("[", "{}", "[{}]")) {
            assertThatThrownBy(() -> ContextCodec.remote(text))
                    .isInstanceOf(UnreadableRowException.class);
        }
    }
}
