/**
 * The root of the core, which holds only the version of the build, the one fact that every package
 * may need.
 *
 * <p>May use nothing. The packages stand in floors: each uses only those below it.
 *
 * <p>Add a class to a package, not here.
 */
package dev.gateway.core;
