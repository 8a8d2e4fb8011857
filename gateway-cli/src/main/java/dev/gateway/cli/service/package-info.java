/** The gateway as a service of systemd or launchd: its definition, its state, and the commands. */
package dev.gateway.cli.service;
