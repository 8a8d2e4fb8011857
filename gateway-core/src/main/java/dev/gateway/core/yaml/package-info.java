/**
 * Validated YAML: a file that a person wrote, read with every problem reported at once, and no
 * secret repeated in a message.
 *
 * <p>May use {@code file} and {@code time}; knows no key of the gateway's config. The simulator
 * reads its scenarios with it.
 *
 * <p>Add a kind of value: {@code OptionSpec.Kind} and a case in {@code ValueReader}. Add a limit of
 * values: {@code Constraint}.
 */
package dev.gateway.core.yaml;
