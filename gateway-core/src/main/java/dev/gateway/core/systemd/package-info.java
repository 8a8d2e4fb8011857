/** What the service manager that started this process is told: systemd's notify protocol. */
package dev.gateway.core.systemd;
