/**
 * Files of Weixin: where they are at the CDN, how they are encrypted, and loading them. Uses no
 * other package of this adapter.
 */
package dev.gateway.adapter.weixin.media;
