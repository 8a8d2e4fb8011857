package dev.gateway.sim.weixin;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One delivery of a user's message to a bot.
 *
 * @param json what the bot gets
 * @param ledgerId the message in the ledger
 * @param repeated whether it was delivered before
 */
record QueuedMessage(ObjectNode json, String ledgerId, boolean repeated) {}
