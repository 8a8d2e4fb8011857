/**
 * What the adapters share about text and JSON: where a text is cut, lenient reading of JSON, a
 * platform's words on one line. Uses no other package of the adapters.
 */
package dev.gateway.adapter.text;
