package dev.gateway.core.architecture.planted.ground;

import dev.gateway.core.architecture.planted.upper.Third;

/** The first of a planted cycle of three classes in two packages. */
public record First(Second second, Third third) {}
