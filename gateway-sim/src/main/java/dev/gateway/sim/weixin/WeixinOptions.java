package dev.gateway.sim.weixin;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a fake Weixin behaves where reports about the real one differ, and how long its long things
 * take. Immutable: each method returns a changed copy.
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

    /** The worst of the reports, without second deliveries and without an edge. */
    public static WeixinOptions defaults() {
        return new WeixinOptions();
    }

    /** Listens on this port; 0, the default, for any free one. */
    public WeixinOptions port(int port) {
        return changed(copy -> copy.port = port);
    }

    /** The platform's time: dates of messages, ages. Long polls end by real time. */
    public WeixinOptions clock(Clock clock) {
        return changed(copy -> copy.clock = clock);
    }

    /** What becomes of delivered messages. Default: consumed. */
    public WeixinOptions delivery(DeliveryMode mode) {
        return changed(copy -> copy.mode = mode);
    }

    /** Delivers each message a second time. Default: no. */
    public WeixinOptions duplicates(DuplicatePolicy.Kind kind, Duration after) {
        return changed(copy -> copy.duplicates = new DuplicatePolicy(kind, after));
    }

    /** How long a poll is held that brings nothing. Default: 35 s. */
    public WeixinOptions longestPoll(Duration longestPoll) {
        return changed(copy -> copy.longestPoll = longestPoll);
    }

    /** How long a poll for the state of a QR code is held. Default: 30 s. */
    public WeixinOptions longestQrPoll(Duration longestQrPoll) {
        return changed(copy -> copy.longestQrPoll = longestQrPoll);
    }

    /** An edge cuts held polls off with a 524 after this time; seen: 17 s. Default: none. */
    public WeixinOptions edgeTimeout(Duration edgeTimeout) {
        return changed(copy -> copy.edgeTimeout = edgeTimeout);
    }

    /** Whether {@code message_id} is text instead of a number beyond 2^53. Default: number. */
    public WeixinOptions idsAsText(boolean idsAsText) {
        return changed(copy -> copy.idsAsText = idsAsText);
    }

    /** Whether polls without {@code iLink-App-Id} and its version get a -14. Default: yes. */
    public WeixinOptions needsAppHeaders(boolean needsAppHeaders) {
        return changed(copy -> copy.needsAppHeaders = needsAppHeaders);
    }

    /** How many messages a bot may send on one message of a user. Default: 10. */
    public WeixinOptions answersPerMessage(int answersPerMessage) {
        return changed(copy -> copy.answersPerMessage = answersPerMessage);
    }

    /** How long after a user's last message a bot may still write. Default: 24 h. */
    public WeixinOptions silence(Duration silence) {
        return changed(copy -> copy.silence = silence);
    }

    /** How long a context token is valid. Default: 24 h; one report says two minutes. */
    public WeixinOptions contextLife(Duration contextLife) {
        return changed(copy -> copy.contextLife = contextLife);
    }

    /** Whether a {@code client_id} that was sent before is not delivered again. Default: yes. */
    public WeixinOptions knowsClientIds(boolean knowsClientIds) {
        return changed(copy -> copy.knowsClientIds = knowsClientIds);
    }

    /** Whether the CDN is named by whole addresses instead of parameters. Default: parameters. */
    public WeixinOptions fullUrls(boolean fullUrls) {
        return changed(copy -> copy.fullUrls = fullUrls);
    }

    /** How long after a second login of a user the first token still works. Default: 29 s. */
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
