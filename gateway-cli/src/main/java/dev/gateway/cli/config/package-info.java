/** {@code gateway config init|check|show}, and what is installed that a config can speak of. */
package dev.gateway.cli.config;
