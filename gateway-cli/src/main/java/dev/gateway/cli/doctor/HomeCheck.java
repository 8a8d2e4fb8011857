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

/** The home, who owns it, and who else may look into it or write to it. */
final class HomeCheck implements Check {

    private static final String NAME = "home";

    /** Locks, labels and what else would let somebody decide where we write. */
    private static final Set<String> NEVER_LINKS =
            Set.of("gateway.lock", "takeover.lock", "gateway.pid", "state.json", "events.jsonl");

    /** The config may hold no secret, and jars are none. */
    private static final Set<String> CHECKED_ELSEWHERE = Set.of("config.yaml", AdapterFolders.NAME);

    private static final int MOST = 5;

    @Override
    public List<Fact> look(Patient patient) throws IOException {
        Path home = patient.home().folder();
        if (!Files.exists(home)) {
            return List.of(
                    Fact.wrong(NAME, home + " does not exist", patient.command("config init")));
        }
        if (!Files.isDirectory(home)) {
            return List.of(
                    Fact.wrong(NAME, home + " is no folder", "move it away, or correct --home"));
        }
        List<Fact> facts = new ArrayList<>();
        FileModes modes = FileModes.of(home.toRealPath());
        String me = FileModes.me();
        String text = "%s, %s, owned by %s".formatted(home, modes.octal(), modes.owner());
        if (!modes.owner().equals(me)) {
            facts.add(
                    Fact.wrong(
                            NAME,
                            text + ", not by " + me,
                            "run this as " + modes.owner() + ", or correct --home"));
        } else if (modes.othersSee()) {
            facts.add(
                    Fact.wrong(
                            NAME,
                            text + (modes.othersWrite() ? "; others can write to it" : ""),
                            "chmod 700 " + home));
        } else {
            facts.add(Fact.good(NAME, text));
        }
        facts.addAll(content(home, me));
        return facts;
    }

    private static Fact closed(Path folder, String me) throws IOException {
        FileModes modes = FileModes.of(folder.toRealPath());
        return modes.owner().equals(me)
                ? Fact.wrong("files", "cannot look into " + folder, "chmod 700 " + folder)
                : foreign(folder, folder.toString(), modes, me);
    }

    private static Fact foreign(Path file, String name, FileModes modes, String me) {
        return Fact.wrong(
                "files",
                "%s belongs to %s, not to %s".formatted(name, modes.owner(), me),
                "sudo chown %s %s".formatted(me, file));
    }

    private static List<Fact> content(Path home, String me) throws IOException {
        List<Fact> facts = new ArrayList<>();
        for (Path folder : List.of(home, home.resolve("logs"), home.resolve("media"))) {
            if (!Files.isDirectory(folder)) {
                if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                    facts.add(
                            Fact.wrong(
                                    "files",
                                    folder + " is not a folder",
                                    "mv %s %s.old; it is made anew".formatted(folder, folder)));
                }
                continue;
            }
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    look(home, file, me, facts);
                }
            } catch (AccessDeniedException e) {
                facts.add(closed(folder, me));
            }
        }
        if (facts.isEmpty()) {
            return List.of(Fact.good("files", "nobody else can read or write what is in the home"));
        }
        if (facts.size() > MOST) {
            int more = facts.size() - MOST;
            facts = new ArrayList<>(facts.subList(0, MOST));
            facts.add(
                    Fact.wrong(
                            "files",
                            more + " more files with wrong owners or modes",
                            "chown -R %s %s; chmod -R go= %s".formatted(me, home, home)));
        }
        return facts;
    }

    private static void look(Path home, Path file, String me, List<Fact> facts) throws IOException {
        FileModes modes;
        try {
            modes = FileModes.of(file);
        } catch (NoSuchFileException e) {
            return; // gone since it was listed
        }
        String name = home.relativize(file).toString();
        if (modes.isLink()) {
            if (NEVER_LINKS.contains(name)) {
                facts.add(Fact.wrong("files", name + " is a symbolic link", "rm " + file));
            }
        } else if (!modes.owner().equals(me) && !name.equals("config.yaml")) {
            facts.add(foreign(file, name, modes, me));
        } else if (modes.othersSee() && !CHECKED_ELSEWHERE.contains(name)) {
            facts.add(
                    Fact.wrong(
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
