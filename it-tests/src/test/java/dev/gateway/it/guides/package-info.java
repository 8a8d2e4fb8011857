/**
 * Tests of the documents: each command block runs as it is printed. May use {@code fixture}. Add a
 * document to the list in {@code GuidesIT}.
 */
package dev.gateway.it.guides;
