/** The pages that the simulator writes, seen by a real browser. */
package dev.gateway.it.browser;
