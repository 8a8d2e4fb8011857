/**
 * The codecs of columns that hold more than one value, and the results of reading rows that may be
 * damaged.
 */
package dev.gateway.core.journal.codec;
