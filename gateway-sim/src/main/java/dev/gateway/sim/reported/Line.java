package dev.gateway.sim.reported;

import java.io.IOException;

/** The connection of one account to its platform. It takes messages in and answers none. */
interface Line {

    /** Tells the platform that we are there, and begins to receive. */
    void connect() throws IOException, InterruptedException;

    /** Stops receiving and takes leave of the platform, however long that takes it. */
    void disconnect() throws IOException, InterruptedException;

    /** The line to this account's platform. */
    static Line of(Account account) {
        return switch (account.type()) {
            case "weixin" -> new PollingLine(account, new WeixinPolls());
            case "telegram" -> new PollingLine(account, new TelegramPolls());
            case "feishu" -> new SocketLine(account);
            default -> throw new IllegalArgumentException("no platform " + account.type());
        };
    }
}
