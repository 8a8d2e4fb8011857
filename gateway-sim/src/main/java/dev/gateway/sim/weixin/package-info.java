/**
 * A Weixin iLink Bot API on loopback, with its rules and its bad habits: answers in the wrong
 * content type, messages that are gone once delivered, second deliveries under other ids, refusals
 * that do not say why, and messages without some field that are taken and dropped.
 */
package dev.gateway.sim.weixin;
