/**
 * Tests of lost, damaged and unwritable files of a home. May use {@code fixture}. Add a kind of
 * damage to {@code FileDamage} of the simulator, a file or a cause as a class here.
 */
package dev.gateway.it.acceptance.files;
