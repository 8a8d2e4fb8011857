package dev.gateway.core.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damaged versions of valid inputs. All randomness comes from the seed. Not thread-safe. */
public final class InputFuzzer {

    private static final int MOST_INJURIES = 5;
    private static final int LONGEST_RUN = 50_000;
    private static final int DEEPEST = 2_000;
    private static final List<String> FRAGMENTS =
            List.of(
                    "\n",
                    "\t",
                    "\r",
                    "\0",
                    " ",
                    ": ",
                    ":",
                    ",",
                    "- ",
                    "[",
                    "]",
                    "{",
                    "}",
                    "\"",
                    "'",
                    "|",
                    ">",
                    "&a ",
                    "*a",
                    "!x ",
                    "!!set ",
                    "<<: ",
                    "? ",
                    "---\n",
                    "...\n",
                    "%YAML 9\n",
                    "#",
                    "@",
                    "${",
                    "${KEY}",
                    "${file:/}",
                    "$$",
                    "\\",
                    "\\u0000",
                    "\\ud800",
                    "\u0085",
                    "\u2028",
                    "\uFEFF",
                    "\u202E",
                    "\u001b[2J",
                    "~",
                    "null",
                    "true",
                    "-1",
                    "0",
                    "1e999",
                    "1.5",
                    "9223372036854775807",
                    "-9223372036854775808",
                    "99999999999999999999",
                    "NaN",
                    "data:",
                    "[DONE]",
                    "2026-99-99T99:99:99Z",
                    "+1000000000-12-31T23:59:59Z",
                    "../../etc/passwd");
    private static final List<String> NESTS =
            List.of("[", "{\"a\":", "[[],", "a: {", "- ", "&a [*a,");

    private final Random random;

    /** Creates a fuzzer; the same seed gives the same damage. */
    public InputFuzzer(long seed) {
        random = new Random(seed);
    }

    /** Returns one of {@code whole}, truncated, altered, inflated or replaced. */
    public byte[] of(List<String> whole) {
        byte[] bytes = pick(whole).getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(MOST_INJURIES); i >= 0; i--) {
            bytes = injured(bytes);
        }
        return bytes;
    }

    /** Returns the damaged version as text; invalid UTF-8 is replaced, as readers of text do it. */
    public String textOf(List<String> whole) {
        return new String(of(whole), StandardCharsets.UTF_8);
    }

    /** Returns valid JSON with unexpected values in some places. */
    public String jsonOf(List<String> whole) {
        return new JsonTreeFuzzer(random).of(pick(whole));
    }

    /** Returns a damaged version of either kind. */
    public byte[] bytesOrJsonOf(List<String> whole) {
        return random.nextBoolean() ? of(whole) : jsonOf(whole).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns any of {@code choices}. */
    public <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Returns a number from 0 to {@code bound}, exclusive. */
    public int number(int bound) {
        return random.nextInt(bound);
    }

    private byte[] injured(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int length = Math.min(bytes.length - at, random.nextInt(12));
        return switch (random.nextInt(40)) {
            case 0 -> random.nextInt(10) == 0 ? noise(4_096) : splice(bytes, at, 0, noise(64));
            case 1 -> Arrays.copyOf(bytes, at);
            case 2 -> splice(bytes, at, 0, run());
            case 3 -> splice(bytes, at, 0, nest());
            case 4, 5, 6, 7, 8, 9 -> flipped(bytes);
            case 10, 11, 12, 13, 14 -> splice(bytes, at, length, noise(4));
            case 15, 16, 17, 18, 19 -> splice(bytes, at, 0, slice(bytes));
            case 20, 21, 22, 23 -> splice(bytes, at, length, new byte[0]);
            default -> splice(bytes, at, random.nextBoolean() ? length : 0, fragment());
        };
    }

    private byte[] flipped(byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        byte[] result = bytes.clone();
        result[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return result;
    }

    /** Returns a long repetition: a huge word, or as many lines. */
    private byte[] run() {
        String of = pick(FRAGMENTS) + (random.nextBoolean() ? "x" : "");
        return of.repeat(random.nextInt(LONGEST_RUN) / of.length() + 1)
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] nest() {
        return pick(NESTS).repeat(1 + random.nextInt(DEEPEST)).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] noise(int most) {
        byte[] noise = new byte[1 + random.nextInt(most)];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] slice(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        return Arrays.copyOfRange(
                bytes, from, from + Math.min(bytes.length - from, random.nextInt(80)));
    }

    private byte[] fragment() {
        return pick(FRAGMENTS).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] splice(byte[] bytes, int at, int without, byte[] with) {
        byte[] result = new byte[bytes.length - without + with.length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(with, 0, result, at, with.length);
        System.arraycopy(
                bytes, at + without, result, at + with.length, bytes.length - at - without);
        return result;
    }
}
