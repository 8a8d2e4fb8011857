package dev.gateway.cli.doctor;

import dev.gateway.core.adapter.AdapterFolders;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The check of the home: its owner and the access of others to it and its files. */
final class HomeCheck implements DoctorCheck {

    private static final String NAME = "home";

    /**
     * Files that must not be links: a link would let another user choose where the gateway writes.
     */
    private static final Set<String> NEVER_LINKS =
            Set.of(
                    "gateway.lock",
                    "takeover.lock",
                    "successor.lock",
                    "gateway.pid",
                    "state.json",
                    "events.jsonl");

    /** Files that others may read: config.yaml need not hold secrets, and jars hold none. */
    private static final Set<String> CHECKED_ELSEWHERE = Set.of("config.yaml", AdapterFolders.NAME);

    private static final int MAX_RESULTS = 5;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<CheckResult> check(DiagnosisContext context) throws IOException {
        Path home = context.home().folder();
        if (!Files.exists(home)) {
            return List.of(
                    CheckResult.failed(
                            NAME, home + " does not exist", context.command("config init")));
        }
        if (!Files.isDirectory(home)) {
            return List.of(
                    CheckResult.failed(
                            NAME, home + " is no folder", "move it away, or correct --home"));
        }
        List<CheckResult> results = new ArrayList<>();
        FilePermissions modes = FilePermissions.of(home.toRealPath());
        String me = FilePermissions.currentUser();
        String text = "%s, %s, owned by %s".formatted(home, modes.octal(), modes.owner());
        if (!modes.owner().equals(me)) {
            results.add(
                    CheckResult.failed(
                            NAME,
                            text + ", not by " + me,
                            "run this as " + modes.owner() + ", or correct --home"));
        } else if (modes.othersSee()) {
            results.add(
                    CheckResult.failed(
                            NAME,
                            text + (modes.othersWrite() ? "; others can write to it" : ""),
                            "chmod 700 " + home));
        } else {
            results.add(CheckResult.ok(NAME, text));
        }
        results.addAll(content(home, me));
        return results;
    }

    private static CheckResult unreadable(Path folder, String me) throws IOException {
        FilePermissions modes = FilePermissions.of(folder.toRealPath());
        return modes.owner().equals(me)
                ? CheckResult.failed("files", "cannot look into " + folder, "chmod 700 " + folder)
                : wrongOwner(folder, folder.toString(), modes, me);
    }

    private static CheckResult wrongOwner(
            Path file, String name, FilePermissions modes, String me) {
        return CheckResult.failed(
                "files",
                "%s belongs to %s, not to %s".formatted(name, modes.owner(), me),
                "sudo chown %s %s".formatted(me, file));
    }

    private static List<CheckResult> content(Path home, String me) throws IOException {
        List<CheckResult> results = new ArrayList<>();
        for (Path folder :
                List.of(
                        home,
                        home.resolve("logs"),
                        home.resolve("media"),
                        home.resolve("sessions"))) {
            if (!Files.isDirectory(folder)) {
                if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                    results.add(
                            CheckResult.failed(
                                    "files",
                                    folder + " is not a folder",
                                    "mv %s %s.old; it is made anew".formatted(folder, folder)));
                }
                continue;
            }
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    check(home, file, me, results);
                }
            } catch (AccessDeniedException e) {
                results.add(unreadable(folder, me));
            }
        }
        if (results.isEmpty()) {
            return List.of(
                    CheckResult.ok("files", "nobody else can read or write what is in the home"));
        }
        if (results.size() > MAX_RESULTS) {
            int more = results.size() - MAX_RESULTS;
            results = new ArrayList<>(results.subList(0, MAX_RESULTS));
            results.add(
                    CheckResult.failed(
                            "files",
                            more + " more files with wrong owners or modes",
                            "chown -R %s %s; chmod -R go= %s".formatted(me, home, home)));
        }
        return results;
    }

    private static void check(Path home, Path file, String me, List<CheckResult> results)
            throws IOException {
        FilePermissions modes;
        try {
            modes = FilePermissions.of(file);
        } catch (NoSuchFileException e) {
            return; // gone since it was listed
        }
        String name = home.relativize(file).toString();
        if (modes.isLink()) {
            if (NEVER_LINKS.contains(name)) {
                results.add(
                        CheckResult.failed("files", name + " is a symbolic link", "rm " + file));
            }
        } else if (!modes.owner().equals(me) && !name.equals("config.yaml")) {
            results.add(wrongOwner(file, name, modes, me));
        } else if (modes.othersSee() && !CHECKED_ELSEWHERE.contains(name)) {
            results.add(
                    CheckResult.failed(
                            "files",
                            "%s is %s: others can %s it"
                                    .formatted(
                                            name,
                                            modes.octal(),
                                            modes.othersWrite() ? "write" : "read"),
                            "chmod " + (modes.isFolder() ? "700 " : "600 ") + file));
        }
    }
}
