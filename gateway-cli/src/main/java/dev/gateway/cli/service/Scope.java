package dev.gateway.cli.service;

/** Whose service manager: that of a user, or that of the machine. */
public enum Scope {
    USER,
    SYSTEM
}
