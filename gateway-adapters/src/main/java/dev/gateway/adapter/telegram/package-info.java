/**
 * Telegram over the Bot API: long polls in, messages and files out. Knows nothing of processes,
 * locks and journals.
 *
 * <p>The Bot API has no idempotency key: a message whose send was cut off before the answer came is
 * sent again and may then appear twice.
 */
package dev.gateway.adapter.telegram;
