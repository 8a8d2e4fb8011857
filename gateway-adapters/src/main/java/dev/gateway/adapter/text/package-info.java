/**
 * Text and JSON for the adapters: splitting long texts, lenient reading of JSON, one-line error
 * texts.
 *
 * <p>Uses the JSON package of the core and no other package of the adapters. Add a rule of
 * splitting to {@link dev.gateway.adapter.text.TextSplitter}, a kind of field to {@link
 * dev.gateway.adapter.text.JsonFields}.
 */
package dev.gateway.adapter.text;
