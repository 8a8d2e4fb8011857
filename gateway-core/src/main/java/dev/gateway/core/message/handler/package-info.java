/** What answers messages beside the echo: a process, a web service, a language model. */
package dev.gateway.core.message.handler;
