package dev.gateway.sim.timeline;

import java.time.Duration;

/**
 * An event at one moment.
 *
 * @param at the time since the start of the run
 * @param style the meaning
 * @param label a word or two
 * @param detail the whole sentence
 */
public record Mark(Duration at, SpanStyle style, String label, String detail) {}
