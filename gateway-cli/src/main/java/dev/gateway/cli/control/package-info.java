/** Starting, stopping and restarting a gateway from outside. */
package dev.gateway.cli.control;
