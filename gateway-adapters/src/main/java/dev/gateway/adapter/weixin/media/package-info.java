/**
 * The files of Weixin: their place on the CDN, their encryption, and downloading them.
 *
 * <p>May use {@code core.http} and {@code adapter.text}, and no other package of this adapter. Add
 * a kind of file in {@code CdnFileExtractor}.
 */
package dev.gateway.adapter.weixin.media;
