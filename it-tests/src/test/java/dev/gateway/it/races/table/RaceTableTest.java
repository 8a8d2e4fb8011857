package dev.gateway.it.races.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaceTableTest {

    private static final RaceRow ROW =
            RaceRow.of("R1", 17198, "restart")
                    .control("loses", 2, 3)
                    .gateway("hands over", 4)
                    .figures("gap %d ms", 5);

    @Test
    void aRowSaysWhatHappenedToBoth() {
        assertThat(RaceTable.markdown(List.of(ROW), List.of()))
                .contains("| R1 | [#17198](https://github.com/")
                .contains("| loses | 2 of 3 | hands over (4 of 4) | gap 5 ms |")
                .contains("1 rows, 0 tests skipped.");
    }

    @Test
    void whatWasSkippedIsCountedAndNamed() {
        assertThat(RaceTable.markdown(List.of(), List.of("SomeIT.some needs root")))
                .contains("0 rows, 1 tests skipped:\n- SomeIT.some needs root");
    }

    @Test
    void theRowsOfAllForksAreCollectedInOrder(@TempDir Path folder) throws Exception {
        var json = new ObjectMapper();
        for (String id : List.of("C1", "F11", "F2", "R5", "R1 x0.1")) {
            RaceRow row = RaceRow.of(id, 13511, "situation " + id);
            Files.write(folder.resolve(id + ".json"), json.writeValueAsBytes(row));
        }

        RaceTable.main(new String[] {folder.toString(), folder.resolve("races.md").toString()});

        assertThat(Files.readString(folder.resolve("races.md")))
                .containsSubsequence("| R1 x0.1 |", "| R5 |", "| F2 |", "| F11 |", "| C1 |");
    }
}
