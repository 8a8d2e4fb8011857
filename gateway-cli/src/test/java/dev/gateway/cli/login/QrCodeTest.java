package dev.gateway.cli.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.gateway.cli.terminal.ConsoleOutput;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrCodeTest {

    private static final int PIXELS = 4;

    @ParameterizedTest
    @ValueSource(
            strings = {"https://liteapp.weixin.qq.com/q/7GiQu1?qrcode=0815&bot_type=3", "你好", "x"})
    void whatIsDrawnCanBeRead(String text) throws Exception {
        assertThat(read(QrCode.of(text).on(screen(StandardCharsets.UTF_8)), false)).isEqualTo(text);
        assertThat(read(QrCode.of(text).on(screen(StandardCharsets.US_ASCII)), true))
                .isEqualTo(text);
    }

    @Test
    void takesNoMoreRoomThanATerminalHas() {
        String drawn =
                QrCode.of("https://liteapp.weixin.qq.com/q/" + "7GiQu1".repeat(8))
                        .on(screen(StandardCharsets.UTF_8));

        assertThat(drawn.lines().count()).isLessThanOrEqualTo(24);
        assertThat(drawn.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(80));
    }

    @Test
    void saysWhatNoCodeHolds() {
        assertThatThrownBy(() -> QrCode.of("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> QrCode.of("x".repeat(5000)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ConsoleOutput screen(Charset charset) {
        return ConsoleOutput.plain(new PrintStream(new ByteArrayOutputStream()), charset);
    }

    /**
     * Reads the code as a phone sees it on a dark terminal: light squares are drawn, dark ones left
     * out.
     */
    private static String read(String drawn, boolean ascii) throws Exception {
        List<String> lines = drawn.lines().toList();
        int columns = ascii ? lines.get(0).length() / 2 : lines.get(0).length();
        int rows = ascii ? lines.size() : lines.size() * 2;
        int[] image = new int[columns * PIXELS * rows * PIXELS];
        for (int y = 0; y < rows * PIXELS; y++) {
            for (int x = 0; x < columns * PIXELS; x++) {
                boolean light = isLight(lines, x / PIXELS, y / PIXELS, ascii);
                image[y * columns * PIXELS + x] = light ? 0xFFFFFF : 0;
            }
        }
        var source = new RGBLuminanceSource(columns * PIXELS, rows * PIXELS, image);
        return new QRCodeReader()
                .decode(
                        new BinaryBitmap(new GlobalHistogramBinarizer(source)),
                        Map.of(DecodeHintType.PURE_BARCODE, true))
                .getText();
    }

    private static boolean isLight(List<String> lines, int x, int y, boolean ascii) {
        if (ascii) {
            return lines.get(y).charAt(x * 2) == '#';
        }
        char half = lines.get(y / 2).charAt(x);
        return half == '█' || half == (y % 2 == 0 ? '▀' : '▄');
    }
}
