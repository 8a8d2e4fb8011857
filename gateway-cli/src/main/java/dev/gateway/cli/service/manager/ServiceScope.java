package dev.gateway.cli.service.manager;

/** The scope of a service: one user, or the whole host. */
public enum ServiceScope {
    USER,
    SYSTEM
}
