/** What the operating system knows: processes, their identity, and kernel locks. */
package dev.gateway.core.process;
