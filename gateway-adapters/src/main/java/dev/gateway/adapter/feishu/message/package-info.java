/**
 * The messages of Feishu: parsing of events into plain text, mentions and files.
 *
 * <p>May use {@code adapter.text}; makes no calls. Add a message type in {@code
 * FeishuContentParser}, a tag of rich text in {@code RichTextParser}.
 */
package dev.gateway.adapter.feishu.message;
