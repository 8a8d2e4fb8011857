package dev.gateway.core.architecture.planted.upper;

import dev.gateway.core.architecture.planted.ground.Second;

/** The third of the planted cycle. */
public record Third(Second second) {}
