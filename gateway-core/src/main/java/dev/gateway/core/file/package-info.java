/**
 * Small private files, and the access to files whose names came from outside.
 *
 * <p>May use nothing; every package above and the adapters may use this one.
 *
 * <p>Create a file for the owner alone with {@code OwnerOnlyFile}, replace one with {@code
 * AtomicFile}. Open a file of foreign name with {@code UntrustedFiles} only: opening it elsewhere
 * can drop a lock.
 */
package dev.gateway.core.file;
