package dev.gateway.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.BufferRecycler;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BoundedJsonTest {

    @Test
    void aThreadThatHasReadKeepsNoBuffer() throws Exception {
        var factory = BoundedJson.factory();
        var pool = factory._getRecyclerPool();

        BufferRecycler here = pool.acquireAndLinkPooled();
        here.releaseToPool();
        BufferRecycler elsewhere =
                CompletableFuture.supplyAsync(
                                pool::acquireAndLinkPooled, task -> new Thread(task).start())
                        .get();

        assertThat(elsewhere).isSameAs(here);
    }
}
