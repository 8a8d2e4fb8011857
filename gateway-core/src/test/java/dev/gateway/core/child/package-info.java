/**
 * Other processes for the tests: what the kernel does between processes is tested with processes.
 */
package dev.gateway.core.child;
