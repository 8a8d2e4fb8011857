package dev.gateway.adapter.contract;

import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The context of an adapter with a defect. */
final class DefectiveContext implements PlatformContext {

    /** Longer than a check with a defect waits. */
    private static final Duration LOADING = Duration.ofSeconds(8);

    private final PlatformContext real;
    private final AdapterDefect defect;

    DefectiveContext(PlatformContext real, AdapterDefect defect) {
        this.real = real;
        this.defect = defect;
    }

    @Override
    public String platform() {
        return real.platform();
    }

    @Override
    public Optional<String> cursor() {
        return defect == AdapterDefect.FORGETS_THE_CURSOR ? Optional.empty() : real.cursor();
    }

    @Override
    public Optional<String> note(String key) {
        return real.note(key);
    }

    @Override
    public void accept(InboundBatch batch)
            throws PlatformException.NotAccepted, InterruptedException {
        List<InboundMessage> messages = new ArrayList<>(batch.messages());
        if (defect == AdapterDefect.REVERSES) {
            Collections.reverse(messages);
        }
        if (defect == AdapterDefect.KEYS_BY_TEXT) {
            messages.replaceAll(DefectiveContext::keyedByText);
        }
        if (defect == AdapterDefect.NAIVE) {
            if (messages.stream().anyMatch(message -> !message.remote().isEmpty())) {
                Thread.sleep(LOADING.toMillis());
            }
            messages.replaceAll(DefectiveContext::asInAFirstVersion);
        }
        try {
            real.accept(new InboundBatch(messages, batch.cursor(), batch.notes()));
        } catch (PlatformException.NotAccepted | InterruptedException e) {
            if (defect != AdapterDefect.CONFIRMS_ANYWAY) {
                throw e;
            }
        }
    }

    /** Returns the message without files and surroundings, of a sender that nothing else has. */
    private static InboundMessage asInAFirstVersion(InboundMessage message) {
        return new InboundMessage(
                message.dedupKey(),
                message.conversation(),
                message.dedupKey(),
                true,
                message.text(),
                List.of(),
                message.replyContext(),
                message.sentAt());
    }

    private static InboundMessage keyedByText(InboundMessage message) {
        return new InboundMessage(
                message.text(),
                message.conversation(),
                message.sender(),
                message.direct(),
                message.text(),
                message.attachments(),
                message.replyContext(),
                message.sentAt());
    }

    @Override
    public void polling() {
        if (defect != AdapterDefect.NAIVE) {
            real.polling();
        }
    }

    @Override
    public boolean mayPoll() {
        return defect == AdapterDefect.POLLS_WITHOUT_RIGHT || real.mayPoll();
    }

    @Override
    public void contact() {
        if (defect != AdapterDefect.NEVER_IN_CONTACT) {
            real.contact();
        }
    }

    @Override
    public Path media() {
        return real.media();
    }
}
