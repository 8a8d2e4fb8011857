/** What happened: one stream of lifecycle events that log, trail and simulator listen to. */
package dev.gateway.core.event;
