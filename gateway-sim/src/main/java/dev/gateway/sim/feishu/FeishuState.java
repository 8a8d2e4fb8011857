package dev.gateway.sim.feishu;

import dev.gateway.sim.referee.MessageLedger;

/**
 * The state of one fake Feishu that its users and groups share.
 *
 * @param lock guards everything but the ledger
 * @param chats the chats of all apps
 * @param files the files of all messages
 * @param ledger the messages and their answers
 */
record FeishuState(
        Object lock, FeishuChatStore chats, FeishuFileStore files, MessageLedger ledger) {}
