/**
 * The reported races, one class for each report: each test reproduces the race with the reported
 * behaviour first, and then shows that the gateway does not have it. May use {@code fixture} and
 * {@code races.table}. Add a race: a class {@code ReportNNNNN…IT} on {@code RaceFixture} that
 * records a {@code RaceRow} of the table that the build prints.
 */
package dev.gateway.it.races;
