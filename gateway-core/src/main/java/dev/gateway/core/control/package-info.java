/** What a second process may ask of the running one: stop, restart, replace. */
package dev.gateway.core.control;
