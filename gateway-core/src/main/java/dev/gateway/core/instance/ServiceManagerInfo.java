package dev.gateway.core.instance;

/**
 * The service manager that started this process and restarts it.
 *
 * @param kind {@code systemd} or {@code launchd}
 * @param unit the name of its unit or job
 */
public record ServiceManagerInfo(String kind, String unit) {}
