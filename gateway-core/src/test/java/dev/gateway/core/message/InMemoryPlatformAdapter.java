package dev.gateway.core.message;

import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.platform.RemoteAttachment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A platform in memory that records sent messages and refuses as scripted by a test. */
class InMemoryPlatformAdapter implements PlatformAdapter {

    private static final int LONGEST = 10;

    private final List<OutboundMessage> sent = new CopyOnWriteArrayList<>();
    private final List<String> tried = new CopyOnWriteArrayList<>();
    private final List<String> typed = new CopyOnWriteArrayList<>();
    private volatile Script script = message -> {};
    private volatile Lookup lookup = quote -> Optional.empty();
    private volatile Fetch resume;
    private volatile Fetch fetch =
            (file, into) -> {
                throw new PlatformException.Unavailable("no files here");
            };

    /** Sets the script that runs at each send before the message counts as sent. */
    InMemoryPlatformAdapter scripted(Script what) {
        script = what;
        return this;
    }

    /** Returns the number of attempts to send to a conversation. */
    long attempts(String conversation) {
        return tried.stream().filter(conversation::equals).count();
    }

    /** Returns the number of attempts to send. */
    int attempts() {
        return tried.size();
    }

    List<OutboundMessage> sent() {
        return List.copyOf(sent);
    }

    List<String> texts() {
        return sent.stream().map(OutboundMessage::text).toList();
    }

    List<String> texts(String conversation) {
        return sent.stream()
                .filter(message -> message.conversation().equals(conversation))
                .map(OutboundMessage::text)
                .toList();
    }

    List<String> typed() {
        return List.copyOf(typed);
    }

    @Override
    public Optional<String> send(OutboundMessage message)
            throws PlatformException, InterruptedException {
        tried.add(message.conversation());
        script.before(message);
        sent.add(message);
        return Optional.of("platform-" + message.id());
    }

    @Override
    public List<String> split(String text) {
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < text.length(); i += LONGEST) {
            pieces.add(text.substring(i, Math.min(text.length(), i + LONGEST)));
        }
        return pieces;
    }

    @Override
    public void typing(String conversation, String replyContext, boolean on) {
        typed.add(conversation + (on ? " on" : " off"));
    }

    /** Sets the script that runs when a file is fetched. */
    InMemoryPlatformAdapter fetching(Fetch what) {
        fetch = what;
        return this;
    }

    @Override
    public void fetch(RemoteAttachment file, Path into, Duration within)
            throws PlatformException, InterruptedException {
        fetch.into(file, into);
    }

    /** Sets the script that runs when a download continues. */
    InMemoryPlatformAdapter resuming(Fetch what) {
        resume = what;
        return this;
    }

    @Override
    public void resume(RemoteAttachment file, Path into, Duration within)
            throws PlatformException, InterruptedException {
        if (resume == null) {
            PlatformAdapter.super.resume(file, into, within);
        } else {
            resume.into(file, into);
        }
    }

    /** Sets the script that runs when a quote is looked up. */
    InMemoryPlatformAdapter resolving(Lookup what) {
        lookup = what;
        return this;
    }

    @Override
    public Optional<Quote> resolve(Quote quote, Duration within) throws InterruptedException {
        return lookup.of(quote);
    }

    @Override
    public void serve() {}

    @Override
    public void stopIntake() {}

    @Override
    public void disconnect(Duration within) {}

    @FunctionalInterface
    interface Fetch {
        void into(RemoteAttachment file, Path into) throws PlatformException, InterruptedException;
    }

    @FunctionalInterface
    interface Lookup {
        Optional<Quote> of(Quote quote) throws InterruptedException;
    }

    @FunctionalInterface
    interface Script {
        void before(OutboundMessage message) throws PlatformException, InterruptedException;
    }
}
