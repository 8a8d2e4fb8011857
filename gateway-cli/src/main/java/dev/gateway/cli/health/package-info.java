/**
 * The HTTP endpoints of a running gateway: {@code /healthz}, {@code /readyz} and {@code /metrics},
 * on a small server with bounded resources. May use core and Micrometer.
 *
 * <p>Add an endpoint: {@code HealthEndpoints}. Add a metric: {@code GatewayMetrics}.
 */
package dev.gateway.cli.health;
