/** Validated settings: what the operator's file says, with every problem found at once. */
package dev.gateway.core.config;
