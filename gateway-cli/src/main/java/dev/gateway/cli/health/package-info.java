/** What a running gateway tells whoever watches it: {@code /healthz /readyz /metrics}. */
package dev.gateway.cli.health;
