/** The gateway as a whole: states, start, drain, stop, budget. */
package dev.gateway.core.lifecycle;
