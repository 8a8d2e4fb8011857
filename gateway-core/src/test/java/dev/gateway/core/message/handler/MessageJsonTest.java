package dev.gateway.core.message.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.message.MessageHandler.Request;
import dev.gateway.core.platform.GeoLocation;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessageKind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageJsonTest {

    @Test
    void tellsTheKindOfEachMessage() {
        ObjectNode text = write(MessageContext.NONE);

        assertThat(text.path("kind").asText()).isEqualTo("text");
        assertThat(text.has("data")).isFalse();
        assertThat(text.has("location")).isFalse();
        assertThat(text.has("forwarded_from")).isFalse();
    }

    @Test
    void tellsThePlaceAndTheOriginIfThereAreAny() {
        ObjectNode place =
                write(
                        MessageContext.builder()
                                .kind(MessageKind.LOCATION)
                                .location(Optional.of(new GeoLocation(52.5, 13.25, "Park")))
                                .forwardedFrom("News")
                                .build());

        assertThat(place.path("kind").asText()).isEqualTo("location");
        assertThat(place.at("/location/latitude").asDouble()).isEqualTo(52.5);
        assertThat(place.at("/location/longitude").asDouble()).isEqualTo(13.25);
        assertThat(place.at("/location/title").asText()).isEqualTo("Park");
        assertThat(place.path("forwarded_from").asText()).isEqualTo("News");
    }

    @Test
    void tellsTheDataOfAPressedButton() {
        ObjectNode button =
                write(MessageContext.builder().kind(MessageKind.CALLBACK).data("yes").build());

        assertThat(button.path("kind").asText()).isEqualTo("callback");
        assertThat(button.path("data").asText()).isEqualTo("yes");
    }

    private static ObjectNode write(MessageContext context) {
        Request request = RequestFixtures.request("1", "hello");
        return MessageJson.write(
                new Request(
                        request.id(),
                        request.platform(),
                        request.message().withContext(context),
                        request.attempt(),
                        request.memory()));
    }
}
