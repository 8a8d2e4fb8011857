/**
 * Markdown as language models write it: parsing, splitting into messages, and rendering to the form
 * that each platform shows.
 *
 * <p>Uses the text package of the adapters and the display widths of the core; knows no platform's
 * wire. Add a platform's form as a subclass of {@link dev.gateway.adapter.markdown.MarkdownLayout},
 * a rule of cutting to the kind of block in {@link dev.gateway.adapter.markdown.LeafBlock}.
 */
package dev.gateway.adapter.markdown;
