package dev.gateway.sim.reported;

import java.io.IOException;

/** The connection of one account to its platform. It takes messages in and answers none. */
interface PlatformConnection {

    /** Tells the platform that we are there, and begins to receive. */
    void connect() throws IOException, InterruptedException;

    /** Stops receiving and takes leave of the platform, however long that takes it. */
    void disconnect() throws IOException, InterruptedException;

    /** The line to this account's platform. */
    static PlatformConnection of(ReportedAccount account) {
        return switch (account.type()) {
            case "weixin" -> new PollingConnection(account, new WeixinPollProtocol());
            case "telegram" -> new PollingConnection(account, new TelegramPollProtocol());
            case "feishu" -> new SocketConnection(account);
            default -> throw new IllegalArgumentException("no platform " + account.type());
        };
    }
}
