/** Requests over HTTP/1.1 to what the operator runs: handlers and receivers of notices. */
package dev.gateway.core.http;
