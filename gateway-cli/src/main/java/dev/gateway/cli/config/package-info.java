/** {@code gateway config init|check|show}. */
package dev.gateway.cli.config;
