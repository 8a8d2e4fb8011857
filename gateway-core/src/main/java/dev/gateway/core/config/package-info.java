/**
 * The validated settings of a gateway, read from its config file with every problem reported at
 * once.
 *
 * <p>May use {@code yaml}, {@code proxy}, {@code file}, {@code time} and {@code shutdown}; knows
 * nothing of a running gateway.
 *
 * <p>Add a key of {@code gateway:}: a component of {@code GatewayConfig}, a line in {@code
 * ConfigReader}, in {@code ConfigTemplate} and in {@code EffectiveConfig}. Add an option of a
 * platform or handler: an {@code OptionSpec} in the schema of its type, nothing here.
 */
package dev.gateway.core.config;
