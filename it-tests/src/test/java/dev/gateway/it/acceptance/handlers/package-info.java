/** Message handlers: programs and HTTP servers, their failures and limits. */
package dev.gateway.it.acceptance.handlers;
