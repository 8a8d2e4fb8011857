/**
 * Tests of the launcher scripts, with every shell and Java of this machine. May use {@code
 * fixture}. Add a case to {@code LauncherIT}, one of class archives to {@code ClassArchiveIT}.
 */
package dev.gateway.it.launcher;
