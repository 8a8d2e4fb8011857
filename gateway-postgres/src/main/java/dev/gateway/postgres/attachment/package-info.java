/**
 * The files of messages and answers, for all hosts that share a journal: their content lies in the
 * database or in a shared folder, under a name made of its digest, and each host that needs a file
 * fetches it into its own media folder.
 */
package dev.gateway.postgres.attachment;
