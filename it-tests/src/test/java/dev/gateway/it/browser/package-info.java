/**
 * Tests of the simulator's pages in a real browser. May use {@code fixture}. Add a question about
 * the page to {@code TimelinePageIT}.
 */
package dev.gateway.it.browser;
