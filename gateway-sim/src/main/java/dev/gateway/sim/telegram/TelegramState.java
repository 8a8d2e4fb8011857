package dev.gateway.sim.telegram;

import dev.gateway.sim.referee.MessageLedger;
import dev.gateway.sim.telegram.content.TelegramFileStore;
import java.time.Clock;

/**
 * The state of one fake Telegram that its users and groups share.
 *
 * @param lock guards everything but the ledger
 * @param chats the chats of all bots
 * @param files the files of all messages
 * @param ledger the messages and their answers
 * @param clock the platform's time
 */
record TelegramState(
        Object lock,
        TelegramChatStore chats,
        TelegramFileStore files,
        MessageLedger ledger,
        Clock clock) {}
