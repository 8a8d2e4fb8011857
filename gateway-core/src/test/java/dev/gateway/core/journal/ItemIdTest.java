package dev.gateway.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ItemIdTest {

    @Test
    void idsNeverRepeatWithinAMoment() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            assertThat(ids.add(ItemId.random())).isTrue();
        }
        assertThat(ids).allMatch(id -> id.matches("[0-9a-z]{16}"));
    }

    @Test
    void laterIdsAreGreater() throws InterruptedException {
        String earlier = ItemId.random();
        Thread.sleep(2); // The clock of the ids counts milliseconds.

        assertThat(ItemId.random()).isGreaterThan(earlier);
    }
}
