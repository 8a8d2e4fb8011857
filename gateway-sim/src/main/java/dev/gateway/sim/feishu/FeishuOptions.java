package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The options of a fake Feishu: its behaviour and its durations. Immutable: each method returns a
 * changed copy.
 */
public final class FeishuOptions implements Cloneable {

    private int port;
    private Clock clock = Clock.systemUTC();
    private Duration ackWithin = Duration.ofSeconds(3);
    private List<Duration> redelivery =
            List.of(
                    Duration.ofSeconds(15),
                    Duration.ofMinutes(5),
                    Duration.ofHours(1),
                    Duration.ofHours(6));
    private int pingInterval = 120;
    private int reconnectInterval = 120;
    private int reconnectNonce = 30;
    private int maxConnections = 50;
    private Duration hold = Duration.ZERO;
    private boolean holdsClosed;
    private Duration tokenLife = Duration.ofHours(2);
    private Duration ticketLife = Duration.ofMinutes(1);
    private int largestPart = 100 * 1024;
    private boolean deliversTwice;
    private int chatLimit;
    private int apiLimit;
    private long wholeFileLimit = 100L << 20;

    private FeishuOptions() {}

    /** Returns the vendor's numbers, without rate limits. */
    public static FeishuOptions defaults() {
        return new FeishuOptions();
    }

    /** Sets the port to listen on; 0, the default, for any free one. */
    public FeishuOptions port(int port) {
        return changed(copy -> copy.port = port);
    }

    /**
     * Sets the platform's time: ages of tokens, tickets and idempotency keys, dates of messages.
     */
    public FeishuOptions clock(Clock clock) {
        return changed(copy -> copy.clock = clock);
    }

    /** Sets the time in which a client has to ack an event. Default: 3 s. */
    public FeishuOptions ackWithin(Duration ackWithin) {
        return changed(copy -> copy.ackWithin = ackWithin);
    }

    /** Sets the pauses before the redeliveries of an event. Default: 15 s, 5 min, 1 h, 6 h. */
    public FeishuOptions redelivery(List<Duration> redelivery) {
        return changed(copy -> copy.redelivery = List.copyOf(redelivery));
    }

    /** Divides the pauses before redeliveries by a number; the time for an ack stays. */
    public FeishuOptions redeliveryFaster(int times) {
        return redelivery(redelivery.stream().map(wait -> wait.dividedBy(times)).toList());
    }

    /** Sets the settings that clients get, in seconds. Default: 120, 120 and 30. */
    public FeishuOptions clientConfig(int pingInterval, int reconnectInterval, int reconnectNonce) {
        return changed(
                copy -> {
                    copy.pingInterval = pingInterval;
                    copy.reconnectInterval = reconnectInterval;
                    copy.reconnectNonce = reconnectNonce;
                });
    }

    /** Sets the number of connections that an app may have. Default: 50. */
    public FeishuOptions maxConnections(int maxConnections) {
        return changed(copy -> copy.maxConnections = maxConnections);
    }

    /**
     * Sets how long the platform counts a connection that broke without CLOSE: it occupies one of
     * the app's places, and events go to it, in vain. Seen: 30 to 120 s. With {@link
     * #maxConnections} of 1, new ones are refused meanwhile. Default: not at all.
     */
    public FeishuOptions hold(Duration hold) {
        return changed(copy -> copy.hold = hold);
    }

    /**
     * Counts connections that were closed with CLOSE for the time of {@link #hold}, too. Default:
     * no.
     */
    public FeishuOptions holdsClosed(boolean holdsClosed) {
        return changed(copy -> copy.holdsClosed = holdsClosed);
    }

    /**
     * Sets the validity of a tenant token; a new one is issued in its last quarter. Default: 2 h.
     */
    public FeishuOptions tokenLife(Duration tokenLife) {
        return changed(copy -> copy.tokenLife = tokenLife);
    }

    /** Sets the time after a discovery in which its endpoint may be used. Default: 1 min. */
    public FeishuOptions ticketLife(Duration ticketLife) {
        return changed(copy -> copy.ticketLife = ticketLife);
    }

    /**
     * Sets the size in bytes above which an event is split into several frames. Default: 100 KiB.
     */
    public FeishuOptions largestPart(int largestPart) {
        return changed(copy -> copy.largestPart = largestPart);
    }

    /** Delivers each event twice at once, to any connections. Default: no. */
    public FeishuOptions deliversTwice(boolean deliversTwice) {
        return changed(copy -> copy.deliversTwice = deliversTwice);
    }

    /**
     * Sets the messages per second and chat; the real limit is 5. Default: 0, which is no limit.
     */
    public FeishuOptions chatLimit(int chatLimit) {
        return changed(copy -> copy.chatLimit = chatLimit);
    }

    /**
     * Sets the messages per second and app; the real limit is 50. Default: 0, which is no limit.
     */
    public FeishuOptions apiLimit(int apiLimit) {
        return changed(copy -> copy.apiLimit = apiLimit);
    }

    /**
     * Sets the size in bytes above which a file is given out only in parts that a {@code Range}
     * names. Default: 100 MiB.
     */
    public FeishuOptions wholeFileLimit(long wholeFileLimit) {
        return changed(copy -> copy.wholeFileLimit = wholeFileLimit);
    }

    int port() {
        return port;
    }

    Clock clock() {
        return clock;
    }

    Duration ackWithin() {
        return ackWithin;
    }

    List<Duration> redelivery() {
        return redelivery;
    }

    int pingInterval() {
        return pingInterval;
    }

    int reconnectInterval() {
        return reconnectInterval;
    }

    int reconnectNonce() {
        return reconnectNonce;
    }

    int maxConnections() {
        return maxConnections;
    }

    Duration hold() {
        return hold;
    }

    boolean holdsClosed() {
        return holdsClosed;
    }

    Duration tokenLife() {
        return tokenLife;
    }

    Duration ticketLife() {
        return ticketLife;
    }

    int largestPart() {
        return largestPart;
    }

    boolean deliversTwice() {
        return deliversTwice;
    }

    int chatLimit() {
        return chatLimit;
    }

    int apiLimit() {
        return apiLimit;
    }

    long wholeFileLimit() {
        return wholeFileLimit;
    }

    private FeishuOptions changed(Consumer<FeishuOptions> change) {
        try {
            FeishuOptions copy = (FeishuOptions) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns the settings that clients get at discovery and with each pong. */
    ObjectNode clientConfig() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("ReconnectCount", -1)
                .put("ReconnectInterval", reconnectInterval())
                .put("ReconnectNonce", reconnectNonce())
                .put("PingInterval", pingInterval());
    }
}
