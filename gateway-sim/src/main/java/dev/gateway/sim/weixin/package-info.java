/**
 * A Weixin iLink Bot API on loopback, with its rules and its flaws: answers in the wrong content
 * type, messages that are consumed once delivered, second deliveries under other ids, refusals
 * without a reason, and incomplete messages that are accepted and dropped.
 *
 * <p>May use {@code server}, {@code chat} and {@code referee}, and nothing of the gateway's
 * adapter. Add a method of the API: a line in {@code FakeWeixin.methods} and its code in a {@code
 * …Method} class. Add an option: {@link dev.gateway.sim.weixin.WeixinOptions} and {@code
 * WeixinControl}.
 */
package dev.gateway.sim.weixin;
