/** Nothing accepted is lost: messages, answers and cursors on disk. */
package dev.gateway.core.journal;
