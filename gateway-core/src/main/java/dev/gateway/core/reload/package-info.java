/**
 * The change to another config at run time: the request, the difference, and its application.
 *
 * <p>May use {@code config}, {@code supervision}, {@code message}, {@code event}, {@code shutdown}
 * and {@code concurrent}.
 *
 * <p>Make a setting reloadable: a comparison in {@code ConfigDiff} and its application in {@code
 * ConfigReloader}; a setting that needs a restart is one more key in {@code ConfigDiff}.
 */
package dev.gateway.core.reload;
