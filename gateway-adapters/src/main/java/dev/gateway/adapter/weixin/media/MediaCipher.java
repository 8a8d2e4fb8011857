package dev.gateway.adapter.weixin.media;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The encryption of files on the CDN: AES-128-ECB with PKCS7 padding, whole blocks, always at least
 * one byte of padding. It works on streams, so that a large file is never in memory.
 */
public final class MediaCipher {

    public static final int KEY_BYTES = 16;

    private static final int BLOCK = 16;
    private static final HexFormat HEX = HexFormat.of();

    private final SecretKeySpec key;

    public MediaCipher(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("an AES-128 key has 16 bytes, not " + key.length);
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    /** Returns the encrypted size of {@code plain} bytes. */
    public static long encryptedSize(long plain) {
        return (plain / BLOCK + 1) * BLOCK;
    }

    /**
     * Returns the key of a received file: in hex ({@code aeskey}), or in Base64 of the 16 bytes or
     * of their 32 hex digits ({@code aes_key}). Clients send all three.
     */
    public static Optional<byte[]> parseKey(String text) {
        if (isHexKey(text)) {
            return Optional.of(HEX.parseHex(text));
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length == KEY_BYTES) {
            return Optional.of(bytes);
        }
        String digits = new String(bytes, StandardCharsets.US_ASCII);
        return isHexKey(digits) ? Optional.of(HEX.parseHex(digits)) : Optional.empty();
    }

    public InputStream encrypt(InputStream plain) {
        return new CipherStream(plain, cipher(Cipher.ENCRYPT_MODE));
    }

    /**
     * Returns the decrypted stream. It fails with {@link DamagedException} at its end if the key is
     * wrong or bytes are missing.
     */
    public InputStream decrypt(InputStream encrypted) {
        return new CipherStream(encrypted, cipher(Cipher.DECRYPT_MODE));
    }

    private Cipher cipher(int mode) {
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
            cipher.init(mode, key);
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES/ECB/PKCS5Padding", e);
        }
    }

    private static boolean isHexKey(String text) {
        return text.length() == 2 * KEY_BYTES && text.chars().allMatch(HexFormat::isHexDigit);
    }

    /** An exception for a decrypted file with an invalid end. */
    static final class DamagedException extends IOException {
        DamagedException() {
            super("it is cut short or its key is wrong");
        }
    }

    /** A stream that reports a bad last block, which CipherInputStream hides. */
    private static final class CipherStream extends FilterInputStream {
        private final Cipher cipher;
        private final byte[] input = new byte[8192];
        private byte[] output = new byte[0];
        private int position;
        private boolean ended;

        CipherStream(InputStream source, Cipher cipher) {
            super(source);
            this.cipher = cipher;
        }

        @Override
        public int read() throws IOException {
            return fill() ? output[position++] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, output.length - position);
            System.arraycopy(output, position, target, offset, count);
            position += count;
            return count;
        }

        @Override
        public long skip(long count) {
            return 0;
        }

        @Override
        public int available() {
            return output.length - position;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private boolean fill() throws IOException {
            while (position == output.length) {
                if (ended) {
                    return false;
                }
                int count = in.read(input);
                byte[] next = count < 0 ? last() : cipher.update(input, 0, count);
                output = next == null ? new byte[0] : next;
                position = 0;
            }
            return true;
        }

        private byte[] last() throws IOException {
            ended = true;
            try {
                return cipher.doFinal();
            } catch (GeneralSecurityException e) {
                throw new DamagedException();
            }
        }
    }
}
