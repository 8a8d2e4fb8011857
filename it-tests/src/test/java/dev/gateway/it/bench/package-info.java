/** The measurements of the simulator. */
package dev.gateway.it.bench;
