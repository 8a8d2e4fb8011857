/**
 * Tests of message handlers: programs and HTTP servers, their failures and limits. May use {@code
 * fixture}. Add a class for each type of handler or limit.
 */
package dev.gateway.it.acceptance.handlers;
