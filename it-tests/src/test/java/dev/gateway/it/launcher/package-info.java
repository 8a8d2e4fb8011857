/** The launcher scripts, with every shell and Java that is here. */
package dev.gateway.it.launcher;
