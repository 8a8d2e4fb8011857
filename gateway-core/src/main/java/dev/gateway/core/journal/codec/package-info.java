/** The texts of the columns that hold more than one value, in both engines. */
package dev.gateway.core.journal.codec;
