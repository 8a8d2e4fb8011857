package dev.gateway.core.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Search for actions that break an invariant, on the command line: {@code ModelSearch SEED TRIES}.
 * Prints {@code broken after N: …} or {@code held N}. For mutated code.
 */
public final class ModelSearch {

    /** The maximum number of actions of a run. */
    static final int LONGEST = 14;

    private ModelSearch() {}

    public static void main(String[] arguments) throws Exception {
        new MutedLog().begin();
        var random = new Random(Long.parseLong(arguments[0]));
        int tries = Integer.parseInt(arguments[1]);
        for (int number = 1; number <= tries; number++) {
            List<SimulatedAction> moves = moves(random);
            try {
                run(moves);
            } catch (SimulatedMachine.Broken broken) {
                System.out.println(
                        "broken after " + number + ": " + broken.getMessage() + " — " + moves);
                return;
            }
        }
        System.out.println("held " + tries);
    }

    private static List<SimulatedAction> moves(Random random) {
        List<SimulatedAction> moves = new ArrayList<>();
        for (int left = 1 + random.nextInt(LONGEST); left > 0; left--) {
            moves.add(SimulatedAction.of(random.nextInt(SimulatedAction.CODES)));
        }
        return moves;
    }

    /** Runs these actions in an empty folder. */
    static void run(List<SimulatedAction> moves) throws IOException, InterruptedException {
        Path place = folder();
        try (ModelRunner run = new ModelRunner(place)) {
            for (SimulatedAction move : moves) {
                run.run(move);
            }
            run.finish();
        } finally {
            delete(place);
        }
    }

    /** Returns a folder in memory if there is one: thousands of runs are many small files. */
    private static Path folder() throws IOException {
        Path memory = Path.of("/dev/shm");
        Path made =
                Files.isWritable(memory)
                        ? Files.createTempDirectory(memory, "gateway-homes")
                        : Files.createTempDirectory("gateway-homes");
        return made.toRealPath();
    }

    private static void delete(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
