package dev.gateway.adapter.feishu.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FragmentAssemblerTest {

    private final FragmentAssembler fragments = new FragmentAssembler();

    @Property
    void partsInAnyOrderAndRepeatedGiveTheEvent(
            @ForAll @Size(min = 1, max = 200) byte[] event,
            @ForAll @IntRange(min = 1, max = 20) int sum,
            @ForAll Random random)
            throws ProtocolException {
        String text = new String(event, StandardCharsets.ISO_8859_1);
        List<Frame> frames = new ArrayList<>(FeishuEventFixture.parts("m1", text, sum));
        Collections.shuffle(frames, random);
        var parts = new FragmentAssembler();

        for (Frame frame : frames.subList(0, sum - 1)) {
            assertThat(parts.add(frame, 0)).isEmpty();
            assertThat(parts.add(frame, 0)).isEmpty();
        }

        assertThat(parts.add(frames.get(sum - 1), 0))
                .hasValueSatisfying(
                        whole ->
                                assertThat(whole).isEqualTo(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(parts.pendingEvents()).isZero();
    }

    @Test
    void partsOfDifferentEventsAreKeptApart() throws ProtocolException {
        fragments.add(FeishuEventFixture.parts("m1", "ab", 2).get(0), 0);
        fragments.add(FeishuEventFixture.parts("m2", "cd", 2).get(0), 0);

        assertThat(whole(fragments.add(FeishuEventFixture.parts("m2", "cd", 2).get(1), 0)))
                .isEqualTo("cd");
        assertThat(whole(fragments.add(FeishuEventFixture.parts("m1", "ab", 2).get(1), 0)))
                .isEqualTo("ab");
    }

    @Test
    void aPartThatNeverComesIsForgotten() throws ProtocolException {
        fragments.add(FeishuEventFixture.parts("m1", "ab", 2).get(0), 0);

        long later = FragmentAssembler.MAX_AGE.toNanos() + 1;
        fragments.add(FeishuEventFixture.parts("m2", "cd", 2).get(0), later);

        assertThat(fragments.pendingEvents()).isEqualTo(1);
        assertThat(fragments.add(FeishuEventFixture.parts("m1", "ab", 2).get(1), later)).isEmpty();
    }

    @Test
    void aFloodOfFirstPartsIsBoundedInNumber() throws ProtocolException {
        for (int i = 0; i < 10_000; i++) {
            fragments.add(FeishuEventFixture.parts("m" + i, "ab", 2).get(0), 0);
        }

        assertThat(fragments.pendingEvents()).isEqualTo(FragmentAssembler.MAX_EVENTS);
    }

    @Test
    void aFloodOfFirstPartsIsBoundedInSize() throws ProtocolException {
        String large = "x".repeat(8 << 20);
        for (int i = 0; i < 8; i++) {
            fragments.add(FeishuEventFixture.parts("m" + i, large, 2).get(0), 0);
        }

        assertThat(fragments.pendingEvents()).isEqualTo(FragmentAssembler.MAX_BYTES / (4 << 20));
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        for (int[] hostile : new int[][] {{2, 2}, {2, -1}, {2_000_000_000, 0}, {1_001, 5}}) {
            var headers =
                    List.of(
                            new Frame.Header("sum", "" + hostile[0]),
                            new Frame.Header("seq", "" + hostile[1]));
            var frame = new Frame(0, 0, 0, Frame.DATA, headers, null, null, null, null);
            assertThatThrownBy(() -> fragments.add(frame, 0)).isInstanceOf(ProtocolException.class);
        }
    }

    private static String whole(Optional<byte[]> event) {
        return new String(event.orElseThrow(), StandardCharsets.UTF_8);
    }
}
