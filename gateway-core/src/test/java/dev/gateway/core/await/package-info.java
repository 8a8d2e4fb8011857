/** How long tests wait for what should happen. */
package dev.gateway.core.await;
