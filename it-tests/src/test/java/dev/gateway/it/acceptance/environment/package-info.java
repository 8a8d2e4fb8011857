/** The environment of a gateway: its caller, CPUs, thread limits and proxies. */
package dev.gateway.it.acceptance.environment;
