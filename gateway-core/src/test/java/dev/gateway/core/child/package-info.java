/** Child processes for tests: locks between processes are tested with processes. */
package dev.gateway.core.child;
