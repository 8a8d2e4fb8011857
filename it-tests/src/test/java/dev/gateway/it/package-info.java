/**
 * Integration tests: they drive the packaged commands as an operator does. Tests of one subject are
 * in {@code acceptance}, those of reported defects in {@code races}, fixtures of several packages
 * in {@code fixture}. Classes run in descending order of their full names: the packages with the
 * longest classes have names that come first.
 */
package dev.gateway.it;
