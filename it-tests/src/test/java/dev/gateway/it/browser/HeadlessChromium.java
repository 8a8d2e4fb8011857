package dev.gateway.it.browser;

import dev.gateway.it.fixture.MachineAssumptions;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.ProcessScope;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** A real browser without a window. */
final class HeadlessChromium {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private final ProcessScope scope;
    private final String command;
    private final Path folder;

    private HeadlessChromium(ProcessScope scope, String command, Path folder) {
        this.scope = scope;
        this.command = command;
        this.folder = folder;
    }

    /** Starts the browser; skips the test if there is none. */
    static HeadlessChromium orSkip(ProcessScope scope, Path folder) {
        Optional<String> found = NAMES.stream().filter(HeadlessChromium::isOnThePath).findFirst();
        MachineAssumptions.assumeThat(
                found.isPresent(), "needs Chromium: one of " + NAMES + " on the PATH");
        return new HeadlessChromium(scope, found.orElseThrow(), folder);
    }

    private static boolean isOnThePath(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(one -> Files.isExecutable(Path.of(one, name)));
    }

    /** Returns the document after its scripts have run. */
    String dom(Path page, int width) throws Exception {
        return run(page, width, "--dump-dom").stdout();
    }

    /** Returns a screenshot. */
    BufferedImage picture(Path page, int width) throws Exception {
        Path file = folder.resolve("picture-" + width + ".png");
        run(page, width, "--hide-scrollbars", "--screenshot=" + file);
        return ImageIO.read(file.toFile());
    }

    private CommandResult run(Path page, int width, String... more) throws Exception {
        List<String> line = new ArrayList<>();
        line.addAll(List.of(command, "--headless", "--no-sandbox", "--disable-gpu"));
        line.addAll(List.of("--disable-dev-shm-usage", "--no-first-run"));
        line.add("--user-data-dir=" + folder.resolve("profile"));
        line.add("--window-size=" + width + ",1000");
        line.addAll(List.of(more));
        line.add(page.toUri().toString());
        return scope.start(line.toArray(String[]::new)).awaitResult(LIMIT).expectExit(0);
    }
}
