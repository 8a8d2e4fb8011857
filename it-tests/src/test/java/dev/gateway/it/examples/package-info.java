/** The projects in {@code examples}, built and used as their readers do. */
package dev.gateway.it.examples;
