/**
 * Tests of the projects in {@code examples}, built and used as their readers do. May use {@code
 * fixture}. Add a class for each example.
 */
package dev.gateway.it.examples;
