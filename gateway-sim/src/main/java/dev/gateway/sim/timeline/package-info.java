/**
 * The timeline of a run: a model built from samples of the kernel, the lifecycle events and the
 * fake platforms' records, and its renderings as an HTML page and as text.
 *
 * <p>May use {@code sim.process}, {@code sim.chat} and {@code sim.referee}. Recorders and lane
 * builders fill the model, renderers know the model alone. Add a lane: a {@code Lane.Kind}, a
 * builder, a line in {@code RunRecorder}; add a look: a {@code SpanStyle} and its class in {@code
 * timeline.css}.
 */
package dev.gateway.sim.timeline;
