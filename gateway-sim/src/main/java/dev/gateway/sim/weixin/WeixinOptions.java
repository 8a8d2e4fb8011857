package dev.gateway.sim.weixin;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The options of a fake Weixin, for behaviour on which reports about the real one differ and for
 * the durations. Immutable: each method returns a changed copy.
 */
public final class WeixinOptions implements Cloneable {

    private int port;
    private Clock clock = Clock.systemUTC();
    private DeliveryMode mode = DeliveryMode.CONSUME_ON_DELIVER;
    private DuplicatePolicy duplicates = DuplicatePolicy.none();
    private Duration longestPoll = Duration.ofSeconds(35);
    private Duration longestQrPoll = Duration.ofSeconds(30);
    private Duration edgeTimeout;
    private boolean idsAsText;
    private boolean needsAppHeaders = true;
    private int answersPerMessage = 10;
    private Duration silence = Duration.ofHours(24);
    private Duration contextLife = Duration.ofHours(24);
    private boolean knowsClientIds = true;
    private boolean fullUrls;
    private Duration takeover = Duration.ofSeconds(29);

    private WeixinOptions() {}

    /**
     * Returns the worst of the reported behaviour, without second deliveries and without an edge.
     */
    public static WeixinOptions defaults() {
        return new WeixinOptions();
    }

    /** Sets the port to listen on; 0, the default, for any free one. */
    public WeixinOptions port(int port) {
        return changed(copy -> copy.port = port);
    }

    /** Sets the platform's time: dates of messages, ages. Long polls end by real time. */
    public WeixinOptions clock(Clock clock) {
        return changed(copy -> copy.clock = clock);
    }

    /** Sets the fate of delivered messages. Default: consumed. */
    public WeixinOptions delivery(DeliveryMode mode) {
        return changed(copy -> copy.mode = mode);
    }

    /** Delivers each message a second time. Default: no. */
    public WeixinOptions duplicates(DuplicatePolicy.Kind kind, Duration after) {
        return changed(copy -> copy.duplicates = new DuplicatePolicy(kind, after));
    }

    /** Sets how long a poll without messages is held. Default: 35 s. */
    public WeixinOptions longestPoll(Duration longestPoll) {
        return changed(copy -> copy.longestPoll = longestPoll);
    }

    /** Sets how long a poll for the state of a QR code is held. Default: 30 s. */
    public WeixinOptions longestQrPoll(Duration longestQrPoll) {
        return changed(copy -> copy.longestQrPoll = longestQrPoll);
    }

    /**
     * Sets the time after which an edge cuts off held polls with a 524; seen: 17 s. Default: none.
     */
    public WeixinOptions edgeTimeout(Duration edgeTimeout) {
        return changed(copy -> copy.edgeTimeout = edgeTimeout);
    }

    /** Makes {@code message_id} a text instead of a number beyond 2^53. Default: number. */
    public WeixinOptions idsAsText(boolean idsAsText) {
        return changed(copy -> copy.idsAsText = idsAsText);
    }

    /** Rejects polls without {@code iLink-App-Id} and its version with a -14. Default: yes. */
    public WeixinOptions needsAppHeaders(boolean needsAppHeaders) {
        return changed(copy -> copy.needsAppHeaders = needsAppHeaders);
    }

    /** Sets the number of messages that a bot may send in answer to one message. Default: 10. */
    public WeixinOptions answersPerMessage(int answersPerMessage) {
        return changed(copy -> copy.answersPerMessage = answersPerMessage);
    }

    /** Sets how long a bot may write after a user's last message. Default: 24 h. */
    public WeixinOptions silence(Duration silence) {
        return changed(copy -> copy.silence = silence);
    }

    /** Sets the validity of a context token. Default: 24 h; one report says two minutes. */
    public WeixinOptions contextLife(Duration contextLife) {
        return changed(copy -> copy.contextLife = contextLife);
    }

    /** Suppresses the second delivery of a {@code client_id}. Default: yes. */
    public WeixinOptions knowsClientIds(boolean knowsClientIds) {
        return changed(copy -> copy.knowsClientIds = knowsClientIds);
    }

    /** Gives files of the CDN by full addresses instead of parameters. Default: parameters. */
    public WeixinOptions fullUrls(boolean fullUrls) {
        return changed(copy -> copy.fullUrls = fullUrls);
    }

    /**
     * Sets how long the first token still works after a second login of its user. Default: 29 s.
     */
    public WeixinOptions takeover(Duration takeover) {
        return changed(copy -> copy.takeover = takeover);
    }

    int port() {
        return port;
    }

    Clock clock() {
        return clock;
    }

    DeliveryMode delivery() {
        return mode;
    }

    DuplicatePolicy duplicates() {
        return duplicates;
    }

    Duration longestPoll() {
        return longestPoll;
    }

    Duration longestQrPoll() {
        return longestQrPoll;
    }

    Optional<Duration> edgeTimeout() {
        return Optional.ofNullable(edgeTimeout);
    }

    boolean idsAsText() {
        return idsAsText;
    }

    boolean needsAppHeaders() {
        return needsAppHeaders;
    }

    int answersPerMessage() {
        return answersPerMessage;
    }

    Duration silence() {
        return silence;
    }

    Duration contextLife() {
        return contextLife;
    }

    boolean knowsClientIds() {
        return knowsClientIds;
    }

    boolean fullUrls() {
        return fullUrls;
    }

    Duration takeover() {
        return takeover;
    }

    private WeixinOptions changed(Consumer<WeixinOptions> change) {
        try {
            WeixinOptions copy = (WeixinOptions) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("it is cloneable", e);
        }
    }
}
