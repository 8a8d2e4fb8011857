/**
 * Tests of start, stop, restart, takeover and reload, and of the ownership of homes and tokens. May
 * use {@code fixture}. Add a class for each operation or conflict.
 */
package dev.gateway.it.acceptance.control;
