/** Looking at a gateway from outside; changes nothing. */
package dev.gateway.cli.view;
