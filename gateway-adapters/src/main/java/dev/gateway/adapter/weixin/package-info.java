/**
 * Weixin over the iLink Bot API: long polls with a cursor, answers that need the context token of
 * what they answer, files through an encrypted CDN.
 */
package dev.gateway.adapter.weixin;
