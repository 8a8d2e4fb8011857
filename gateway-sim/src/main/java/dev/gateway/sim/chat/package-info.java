/** People who chat with the bots, the same on each platform. */
package dev.gateway.sim.chat;
