/** The documents: each command block runs as it is printed. */
package dev.gateway.it.guides;
