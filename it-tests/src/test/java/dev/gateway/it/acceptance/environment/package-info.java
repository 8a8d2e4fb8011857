/**
 * Tests of a gateway's environment: its caller, CPUs, thread limits and proxies. May use {@code
 * fixture}. Add a class for each aspect.
 */
package dev.gateway.it.acceptance.environment;
