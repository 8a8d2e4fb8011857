/** What the command line tells of itself to shells and to man(1). */
package dev.gateway.cli.manual;
