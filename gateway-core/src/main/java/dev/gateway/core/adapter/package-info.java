/**
 * The search for adapters and other services in the jars of the adapters folders and on the class
 * path. A jar that cannot be used is a problem, never a failure.
 *
 * <p>May use {@code file} and {@code yaml}; knows no platform.
 *
 * <p>Add a check of a jar: {@code AdapterFolders} for the file, {@code ProviderCandidate} for its
 * classes. Add a folder: {@code AdapterFolders.of}.
 */
package dev.gateway.core.adapter;
