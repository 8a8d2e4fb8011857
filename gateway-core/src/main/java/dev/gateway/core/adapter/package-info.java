/**
 * Finds adapters and other services in the jars of the adapters folders and on the class path, and
 * tells what is wrong with a jar without failing because of it.
 */
package dev.gateway.core.adapter;
