/**
 * The warm-up of a gateway that stands by: code, driver and platforms are loaded before its turn,
 * so that the handover takes milliseconds. Decision 8 has what each step saves.
 *
 * <p>The top floor: may use all packages of the core, and no package of the core uses it. The
 * command line makes the {@link dev.gateway.core.warmup.WarmUp} and hands it in. Add a step here if
 * it needs neither the home nor a token, and if a measured handover gets shorter by it.
 */
package dev.gateway.core.warmup;
