/**
 * The training run for the class data sharing archive: loads the classes of the usual commands
 * once, so that later starts are fast. Called by the launcher script. May use every package of this
 * module.
 *
 * <p>Add classes to the archive: a step in {@link dev.gateway.cli.cds.CdsTraining}.
 */
package dev.gateway.cli.cds;
