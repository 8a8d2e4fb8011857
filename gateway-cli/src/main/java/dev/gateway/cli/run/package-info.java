/** The gateway in the foreground. */
package dev.gateway.cli.run;
