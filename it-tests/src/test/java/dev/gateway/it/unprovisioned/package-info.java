/** What works on a machine that has nothing yet: a bare Debian in a folder. */
package dev.gateway.it.unprovisioned;
