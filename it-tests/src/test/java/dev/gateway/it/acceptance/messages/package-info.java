/**
 * Tests of messages and attachments on their way between platforms and handlers. May use {@code
 * fixture}. Add a class for each obstacle on that way.
 */
package dev.gateway.it.acceptance.messages;
