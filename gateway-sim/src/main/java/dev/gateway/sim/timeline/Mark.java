package dev.gateway.sim.timeline;

import java.time.Duration;

/**
 * Something that happened.
 *
 * @param at since the beginning
 * @param style what it means
 * @param label a word or two
 * @param detail the whole sentence
 */
public record Mark(Duration at, SpanStyle style, String label, String detail) {}
