/** Messages and attachments on their way between platforms and handlers. */
package dev.gateway.it.acceptance.messages;
