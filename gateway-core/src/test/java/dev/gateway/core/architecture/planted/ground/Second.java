package dev.gateway.core.architecture.planted.ground;

/** The second of the planted cycle. */
public record Second(First first) {}
