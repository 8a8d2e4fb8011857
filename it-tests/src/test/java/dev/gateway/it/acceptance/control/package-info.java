/** Start, stop, restart, takeover and reload of a gateway, and who owns its home and token. */
package dev.gateway.it.acceptance.control;
