/**
 * The reported races, one class for each report: each happens to the reported behaviour first, and
 * then not to the gateway. What was seen becomes a row of the table that the build prints.
 */
package dev.gateway.it.races;
