/** The config on the command line. */
package dev.gateway.cli.config;
