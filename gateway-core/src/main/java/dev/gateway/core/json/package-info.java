/**
 * JSON trees and the bounds of JSON that comes from outside.
 *
 * <p>May use Jackson and nothing of the gateway.
 *
 * <p>Add a bound to {@code BoundedJson}; add a way to read or write trees to {@code JsonTree}. A
 * format of the gateway belongs to its own package.
 */
package dev.gateway.core.json;
