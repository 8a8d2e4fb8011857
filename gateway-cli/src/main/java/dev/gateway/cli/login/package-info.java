/** Logins at platforms whose tokens a person has to fetch. */
package dev.gateway.cli.login;
