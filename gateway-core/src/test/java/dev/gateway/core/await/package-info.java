/** The default timeout of all waits in tests. */
package dev.gateway.core.await;
