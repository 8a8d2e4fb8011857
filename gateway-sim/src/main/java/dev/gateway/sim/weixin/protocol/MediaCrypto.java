package dev.gateway.sim.weixin.protocol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** AES-128-ECB with PKCS7 padding, and the encodings of its keys, implemented with the JCE. */
public final class MediaCrypto {

    private static final HexFormat HEX = HexFormat.of();
    private static final int BLOCK = 16;

    private MediaCrypto() {}

    /** Encrypts a file with this key. */
    public static byte[] encrypt(byte[] plain, byte[] key) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, key).doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("anything can be encrypted", e);
        }
    }

    /** Decrypts a file; empty if it was not encrypted with this key. */
    public static Optional<byte[]> decrypt(byte[] encrypted, byte[] key) {
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, key).doFinal(encrypted));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** Returns the size of a file after encryption. */
    public static long encryptedSize(long plain) {
        return (plain / BLOCK + 1) * BLOCK;
    }

    /** Decodes a key in the form that clients put into a message: the Base64 of its hex digits. */
    public static Optional<byte[]> key(String base64OfHex) {
        try {
            byte[] hex = Base64.getDecoder().decode(base64OfHex);
            byte[] key = HEX.parseHex(new String(hex, StandardCharsets.US_ASCII));
            return key.length == BLOCK ? Optional.of(key) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns the MD5 in hex digits. */
    public static String md5(byte[] bytes) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
        cipher.init(mode, new SecretKeySpec(key, "AES"));
        return cipher;
    }
}
