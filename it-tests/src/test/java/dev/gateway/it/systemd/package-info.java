/** The gateway under a real systemd: a user manager that each test has for itself. */
package dev.gateway.it.systemd;
