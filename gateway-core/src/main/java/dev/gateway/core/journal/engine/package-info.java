/**
 * The engines that keep journals: how one is found and opened, and the operator's access to its
 * content. An engine is a {@link dev.gateway.core.journal.engine.JournalEngine} that the {@link
 * java.util.ServiceLoader} finds by name; no class above this package names one.
 */
package dev.gateway.core.journal.engine;
