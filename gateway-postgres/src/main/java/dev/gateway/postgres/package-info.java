/**
 * The journal of several hosts in a PostgreSQL database: its engine, found by name, and nothing
 * that another module needs to know.
 */
package dev.gateway.postgres;
