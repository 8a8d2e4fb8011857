/** The packaged command line, driven as an operator does. */
package dev.gateway.it;
