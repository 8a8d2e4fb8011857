/** What a running gateway says, and where it goes. */
package dev.gateway.cli.log;
