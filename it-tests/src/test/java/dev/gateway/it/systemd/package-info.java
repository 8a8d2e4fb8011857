/**
 * Tests of the gateway under a real systemd: a user manager for each test. May use {@code fixture}.
 * Add a class on {@code SystemdFixture}.
 */
package dev.gateway.it.systemd;
