/**
 * The commands about the hosts that share a journal: {@link dev.gateway.cli.cluster.ClusterCommand}
 * and its subcommands.
 *
 * <p>May use {@code cli.options}, {@code cli.terminal} and core. Add a subcommand to {@code
 * ClusterCommand}; open the access to the hosts through {@code ClusterAccess}.
 */
package dev.gateway.cli.cluster;
