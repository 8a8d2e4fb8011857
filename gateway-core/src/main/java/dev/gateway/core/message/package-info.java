/** From inbound message to answer. */
package dev.gateway.core.message;
