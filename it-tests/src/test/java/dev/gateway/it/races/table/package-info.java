/** The table of races, which the build prints after all tests. */
package dev.gateway.it.races.table;
