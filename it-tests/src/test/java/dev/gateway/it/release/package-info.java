/**
 * Tests of the release: archives, a bundle with its own Java, packages, an image, and their
 * content. May use {@code fixture} and {@code unprovisioned}. Add a class for each artifact, its
 * path to {@code ReleaseArtifacts}.
 */
package dev.gateway.it.release;
