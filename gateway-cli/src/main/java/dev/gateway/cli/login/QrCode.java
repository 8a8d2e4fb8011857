package dev.gateway.cli.login;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import dev.gateway.cli.terminal.ConsoleOutput;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A QR code as text: two rows of squares per line where half blocks can be shown, one row of
 * doubled characters elsewhere. With colours it is black on white on every terminal; without
 * colours light squares are drawn, since most terminals are dark.
 */
final class QrCode {

    private static final int QUIET_ZONE = 2;
    private static final String BLACK_ON_WHITE = "\u001B[38;5;16;48;5;231m";
    private static final String RESET = "\u001B[0m";

    private final BitMatrix squares;

    private QrCode(BitMatrix squares) {
        this.squares = squares;
    }

    /**
     * Returns the smallest code for a text.
     *
     * @throws IllegalArgumentException if the text is empty or too long
     */
    static QrCode of(String text) {
        Map<EncodeHintType, Object> hints =
                Map.of(
                        EncodeHintType.MARGIN,
                        QUIET_ZONE,
                        EncodeHintType.ERROR_CORRECTION,
                        ErrorCorrectionLevel.L,
                        EncodeHintType.CHARACTER_SET,
                        StandardCharsets.UTF_8.name());
        try {
            return new QrCode(new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0, hints));
        } catch (WriterException e) {
            throw new IllegalArgumentException(
                    "no QR code holds " + text.length() + " characters", e);
        }
    }

    /** Returns the lines of the code for an output. */
    String on(ConsoleOutput output) {
        StringBuilder text = new StringBuilder();
        int step = output.hasSymbols() ? 2 : 1;
        for (int y = 0; y < squares.getHeight(); y += step) {
            text.append(output.hasColours() ? BLACK_ON_WHITE : "");
            for (int x = 0; x < squares.getWidth(); x++) {
                text.append(
                        output.hasSymbols()
                                ? half(filled(x, y, output), filled(x, y + 1, output))
                                : filled(x, y, output) ? "##" : "  ");
            }
            text.append(output.hasColours() ? RESET : "").append(System.lineSeparator());
        }
        return text.toString();
    }

    /**
     * Returns whether a square is drawn. Squares below the last row are light, so that the code has
     * an edge there.
     */
    private boolean filled(int x, int y, ConsoleOutput output) {
        boolean dark = y < squares.getHeight() && squares.get(x, y);
        return dark == output.hasColours();
    }

    private static String half(boolean upper, boolean lower) {
        return upper ? lower ? "█" : "▀" : lower ? "▄" : " ";
    }
}
