/** What all floors of the core share: the version of the build. */
package dev.gateway.core;
