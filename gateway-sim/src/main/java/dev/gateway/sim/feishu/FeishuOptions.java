package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * How a fake Feishu behaves and how long its long things take. Immutable: each method returns a
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

    private FeishuOptions() {}

    /** The vendor's numbers, without rate limits. */
    public static FeishuOptions defaults() {
        return new FeishuOptions();
    }

    /** Listens on this port; 0, the default, for any free one. */
    public FeishuOptions port(int port) {
        return changed(copy -> copy.port = port);
    }

    /** The platform's time: ages of tokens, tickets and idempotency keys, dates of messages. */
    public FeishuOptions clock(Clock clock) {
        return changed(copy -> copy.clock = clock);
    }

    /** How long a client has to ack an event. Default: 3 s. */
    public FeishuOptions ackWithin(Duration ackWithin) {
        return changed(copy -> copy.ackWithin = ackWithin);
    }

    /** When an event that was not acked comes again. Default: after 15 s, 5 min, 1 h, 6 h. */
    public FeishuOptions redelivery(List<Duration> redelivery) {
        return changed(copy -> copy.redelivery = List.copyOf(redelivery));
    }

    /** Redeliveries come so many times sooner than they would; the time for an ack stays. */
    public FeishuOptions redeliveryFaster(int times) {
        return redelivery(redelivery.stream().map(wait -> wait.dividedBy(times)).toList());
    }

    /** What clients are told, in seconds. Default: 120, 120 and 30. */
    public FeishuOptions clientConfig(int pingInterval, int reconnectInterval, int reconnectNonce) {
        return changed(
                copy -> {
                    copy.pingInterval = pingInterval;
                    copy.reconnectInterval = reconnectInterval;
                    copy.reconnectNonce = reconnectNonce;
                });
    }

    /** How many connections an app may have. Default: 50. */
    public FeishuOptions maxConnections(int maxConnections) {
        return changed(copy -> copy.maxConnections = maxConnections);
    }

    /**
     * For how long the platform takes a connection that broke without CLOSE for alive: it counts as
     * one of the app's, and events go to it, in vain. Seen: 30 to 120 s. With {@link
     * #maxConnections} of 1, new ones are refused meanwhile. Default: not at all.
     */
    public FeishuOptions hold(Duration hold) {
        return changed(copy -> copy.hold = hold);
    }

    /** Whether a connection that was closed with CLOSE is held as well. Default: no. */
    public FeishuOptions holdsClosed(boolean holdsClosed) {
        return changed(copy -> copy.holdsClosed = holdsClosed);
    }

    /**
     * How long a tenant token is valid; a new one is given out in its last quarter. Default: 2 h.
     */
    public FeishuOptions tokenLife(Duration tokenLife) {
        return changed(copy -> copy.tokenLife = tokenLife);
    }

    /** How long after its discovery an endpoint may be used. Default: 1 min. */
    public FeishuOptions ticketLife(Duration ticketLife) {
        return changed(copy -> copy.ticketLife = ticketLife);
    }

    /** Larger events come in several frames. In bytes; default: 100 KiB. */
    public FeishuOptions largestPart(int largestPart) {
        return changed(copy -> copy.largestPart = largestPart);
    }

    /** Whether each event is pushed twice at once, to whatever connections. Default: no. */
    public FeishuOptions deliversTwice(boolean deliversTwice) {
        return changed(copy -> copy.deliversTwice = deliversTwice);
    }

    /** Messages per second and chat; the real one allows 5. Default: 0, which is no limit. */
    public FeishuOptions chatLimit(int chatLimit) {
        return changed(copy -> copy.chatLimit = chatLimit);
    }

    /** Messages per second and app; the real one allows 50. Default: 0, which is no limit. */
    public FeishuOptions apiLimit(int apiLimit) {
        return changed(copy -> copy.apiLimit = apiLimit);
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
