/**
 * Messages of Feishu: what an event says, as plain text, mentions and files. Speaks with nobody.
 */
package dev.gateway.adapter.feishu.message;
