package dev.gateway.adapter.weixin.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MediaCipherTest {

    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    @Property(tries = 200)
    void whatIsEncryptedHasTheSizeThatWasAnnouncedAndDecryptsToItself(
            @ForAll @IntRange(max = 40_000) int size, @ForAll @Size(16) byte[] key)
            throws IOException {
        byte[] plain = new byte[size];
        new Random(size).nextBytes(plain);
        var cipher = new MediaCipher(key);

        byte[] encrypted = cipher.encrypt(stream(plain)).readAllBytes();

        assertThat(encrypted.length).isEqualTo((int) MediaCipher.encryptedSize(size));
        assertThat(cipher.decrypt(stream(encrypted)).readAllBytes()).isEqualTo(plain);
    }

    @Test
    void encryptsAsTheStandardAlgorithmDoes() throws Exception {
        var standard = Cipher.getInstance("AES/ECB/PKCS5Padding");
        standard.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY, "AES"));
        byte[] plain = "你好, file".getBytes(StandardCharsets.UTF_8);

        assertThat(new MediaCipher(KEY).encrypt(stream(plain)).readAllBytes())
                .isEqualTo(standard.doFinal(plain));
    }

    @Test
    void reportsATruncatedFile() throws IOException {
        var cipher = new MediaCipher(KEY);
        byte[] encrypted = cipher.encrypt(stream(new byte[100])).readAllBytes();
        byte[] cut = Arrays.copyOf(encrypted, encrypted.length - 3);

        try (InputStream in = cipher.decrypt(stream(cut))) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(MediaCipher.DamagedException.class)
                    .hasMessageContaining("cut short");
        }
    }

    @Property(tries = 100)
    void readsAKeyInAnyOfItsThreeNotations(@ForAll @Size(16) byte[] key) {
        String hex = HexFormat.of().formatHex(key);
        String base64 = Base64.getEncoder().encodeToString(key);
        String base64OfHex =
                Base64.getEncoder().encodeToString(hex.getBytes(StandardCharsets.US_ASCII));

        assertThat(MediaCipher.parseKey(hex)).contains(key);
        assertThat(MediaCipher.parseKey(base64)).contains(key);
        assertThat(MediaCipher.parseKey(base64OfHex)).contains(key);
    }

    @Test
    void refusesWhatIsNoKey() {
        assertThat(MediaCipher.parseKey("")).isEmpty();
        assertThat(MediaCipher.parseKey("not base64!")).isEmpty();
        assertThat(MediaCipher.parseKey("AAAA")).isEmpty();
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
