package dev.gateway.core.instance;

/**
 * What started this very process and will start it again.
 *
 * @param kind {@code systemd} or {@code launchd}
 * @param unit its name there
 */
public record ServiceManagerInfo(String kind, String unit) {}
