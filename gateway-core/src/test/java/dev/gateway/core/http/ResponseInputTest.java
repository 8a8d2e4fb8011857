package dev.gateway.core.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class ResponseInputTest {

    private static final int LONG = 3 * ResponseInput.READING + 17;

    @Test
    void aWaitHasASmallBuffer() throws IOException {
        var input = new ResponseInput(new ByteArrayInputStream(new byte[0]));

        assertThat(input.read()).isEqualTo(-1);
        assertThat(input.capacity()).isEqualTo(ResponseInput.WAITING);
    }

    @Test
    void aLongResponseIsReadInLargePieces() throws IOException {
        var input = input(LONG);

        for (int i = 0; i <= ResponseInput.WAITING; i++) {
            assertThat(input.read()).isEqualTo(i % 251);
        }

        assertThat(input.capacity()).isEqualTo(ResponseInput.READING);
    }

    @Test
    void aLargeBufferIsGivenBackBeforeTheNextWait() throws IOException {
        var input = input(LONG);
        int taken = 0;
        while (input.read() >= 0) {
            taken++;
        }

        input.shrink();

        assertThat(taken).isEqualTo(LONG);
        assertThat(input.capacity()).isEqualTo(ResponseInput.WAITING);
    }

    @Test
    void unreadBytesAreNotGivenBack() throws IOException {
        var input = input(LONG);
        for (int i = 0; i <= ResponseInput.WAITING; i++) {
            input.read();
        }

        input.shrink();

        assertThat(input.holdsBytes()).isTrue();
        assertThat(input.read()).isEqualTo((ResponseInput.WAITING + 1) % 251);
    }

    @Test
    void readsOfAllSizesGiveTheSameBytes() throws IOException {
        for (int size : new int[] {1, 100, ResponseInput.WAITING, ResponseInput.READING, LONG}) {
            var input = input(LONG);
            var piece = new byte[size];
            int position = 0;
            for (int read = input.read(piece); read >= 0; read = input.read(piece)) {
                for (int i = 0; i < read; i++) {
                    assertThat(piece[i]).isEqualTo((byte) ((position + i) % 251));
                }
                position += read;
            }
            assertThat(position).isEqualTo(LONG);
        }
    }

    @Test
    void aShortReadTakesNoMoreThanItAsksFor() throws IOException {
        var input = new ResponseInput(new ByteArrayInputStream("abcdef".getBytes(ISO_8859_1)));

        assertThat(new String(input.readNBytes(2), ISO_8859_1)).isEqualTo("ab");
        assertThat(input.holdsBytes()).isTrue();
        assertThat(new String(input.readAllBytes(), ISO_8859_1)).isEqualTo("cdef");
    }

    @Test
    void aReadThatFailsLeavesNothingOfTheResponseBefore() throws IOException {
        var connection =
                new InputStream() {
                    private boolean answered;

                    @Override
                    public int read() throws IOException {
                        if (answered) {
                            throw new IOException("Connection reset");
                        }
                        answered = true;
                        return 'a';
                    }

                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        into[offset] = (byte) read();
                        return 1;
                    }
                };
        var input = new ResponseInput(connection);
        assertThat(input.read()).isEqualTo('a');

        assertThatThrownBy(input::read).isInstanceOf(IOException.class);

        assertThat(input.holdsBytes()).isFalse();
        assertThatThrownBy(input::read).isInstanceOf(IOException.class);
    }

    private static ResponseInput input(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i % 251);
        }
        return new ResponseInput(new ByteArrayInputStream(bytes));
    }
}
