package dev.gateway.sim.weixin;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One delivery of a user's message to a bot.
 *
 * @param json the message as the bot gets it
 * @param ledgerId the message's id in the ledger
 * @param repeated true if it was delivered before
 */
record QueuedMessage(ObjectNode json, String ledgerId, boolean repeated) {}
