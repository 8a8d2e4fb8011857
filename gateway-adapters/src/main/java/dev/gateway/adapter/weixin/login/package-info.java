/** How an account of Weixin gets its bot token: by a QR code that its owner scans. */
package dev.gateway.adapter.weixin.login;
