package dev.gateway.cli.service.manager;

/** Whose service manager: that of a user, or that of the machine. */
public enum ServiceScope {
    USER,
    SYSTEM
}
