/**
 * The login of Weixin: a bot token for an account, by a QR code that its owner scans.
 *
 * <p>May use {@code core.http}, {@code adapter.text} and the headers of {@code adapter.weixin}. Add
 * a state of a login in {@code WeixinLogin}.
 */
package dev.gateway.adapter.weixin.login;
