/**
 * A Telegram Bot API that follows the rules of the open-source server: who gets the 409, when an
 * update is forgotten, how a hot loop is slowed down. Facts of the wire: the server's {@code
 * Client.cpp} and the official documentation.
 */
package dev.gateway.sim.telegram;
