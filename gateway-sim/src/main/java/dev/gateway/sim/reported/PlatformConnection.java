package dev.gateway.sim.reported;

import java.io.IOException;

/** The connection of one account to its platform. It receives messages and answers none. */
interface PlatformConnection {

    /** Connects to the platform and begins to receive. */
    void connect() throws IOException, InterruptedException;

    /** Stops receiving and disconnects, however long the platform takes for it. */
    void disconnect() throws IOException, InterruptedException;

    /** Returns the connection for this account's platform. */
    static PlatformConnection of(ReportedAccount account) {
        return switch (account.type()) {
            case "weixin" -> new PollingConnection(account, new WeixinPollProtocol());
            case "telegram" -> new PollingConnection(account, new TelegramPollProtocol());
            case "feishu" -> new SocketConnection(account);
            default -> throw new IllegalArgumentException("no platform " + account.type());
        };
    }
}
