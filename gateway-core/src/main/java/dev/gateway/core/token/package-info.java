/** One poller per bot token. */
package dev.gateway.core.token;
