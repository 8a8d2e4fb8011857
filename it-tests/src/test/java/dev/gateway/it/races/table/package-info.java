/**
 * The table of races, which the build prints after all tests. May use nothing of these tests. Add a
 * column to {@code RaceRow}.
 */
package dev.gateway.it.races.table;
