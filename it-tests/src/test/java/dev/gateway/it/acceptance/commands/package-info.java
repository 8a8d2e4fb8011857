/** What single commands and endpoints print, return and refuse. */
package dev.gateway.it.acceptance.commands;
