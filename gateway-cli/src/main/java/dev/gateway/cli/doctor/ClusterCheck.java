package dev.gateway.cli.doctor;

import dev.gateway.cli.cluster.ClusterOverview;
import dev.gateway.cli.cluster.ClusterOverview.AccountRow;
import dev.gateway.cli.cluster.ClusterOverview.HostRow;
import dev.gateway.cli.cluster.OwnAccounts;
import dev.gateway.cli.options.ClusterOpening;
import dev.gateway.cli.terminal.TerminalSanitizer;
import dev.gateway.core.cluster.ClusterHost;
import dev.gateway.core.cluster.ClusterView;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.journal.engine.ClusterAdmin;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.yaml.SpellingSuggestion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The check of the database that several hosts share, and of these hosts. */
final class ClusterCheck implements DoctorCheck {

    private static final String DATABASE = "database";
    private static final String HOSTS = "hosts";
    private static final String ACCOUNTS = "accounts";
    private static final int MAX_NAMED = 5;

    private final ClusterOpening opening;

    ClusterCheck() {
        this(ClusterOpening.BY_ENGINE);
    }

    ClusterCheck(ClusterOpening opening) {
        this.opening = opening;
    }

    @Override
    public String name() {
        return DATABASE;
    }

    @Override
    public List<CheckResult> check(DiagnosisContext context) {
        if (!context.isShared()) {
            return List.of();
        }
        JournalLocation location = context.journal().orElseThrow();
        if (context.offline()) {
            return List.of(CheckResult.skipped(DATABASE, "is not asked (--offline)"));
        }
        try (ClusterAdmin admin = opening.open(location, context.host().clock()).orElse(null)) {
            if (admin == null) {
                return List.of(
                        CheckResult.ok(
                                DATABASE,
                                location.config().postgres().orElseThrow()
                                        + " answers; the first gateway makes its tables"));
            }
            List<CheckResult> results = new ArrayList<>();
            admin.findings().forEach(finding -> results.add(result(finding)));
            results.addAll(new Facts(context, location, admin).results());
            return results;
        } catch (IOException e) {
            return List.of(
                    CheckResult.failed(
                            DATABASE,
                            TerminalSanitizer.line(String.valueOf(e.getMessage())),
                            "look after the database, or correct journal: in "
                                    + context.configFile()));
        }
    }

    private static CheckResult result(ClusterAdmin.Finding finding) {
        return switch (finding.level()) {
            case OK -> CheckResult.ok(finding.check(), finding.text());
            case WARNING -> CheckResult.warning(finding.check(), finding.text(), finding.remedy());
            case FAILED -> CheckResult.failed(finding.check(), finding.text(), finding.remedy());
        };
    }

    /** The facts about hosts and accounts. */
    private static final class Facts {

        private final DiagnosisContext context;
        private final JournalLocation location;
        private final ClusterView view;
        private final ClusterOverview overview;
        private final Map<AccountId, Map<SessionId, String>> settings;
        private final List<CheckResult> results = new ArrayList<>();

        private Facts(DiagnosisContext context, JournalLocation location, ClusterAdmin admin)
                throws IOException {
            this.context = context;
            this.location = location;
            this.view = admin.view();
            this.settings = admin.settings();
            this.overview =
                    ClusterOverview.of(
                            view,
                            Map.of(),
                            OwnAccounts.of(context.enabledPlatforms(), context.installed()),
                            location.config().postgres().orElseThrow().lease());
        }

        private List<CheckResult> results() {
            hosts();
            names();
            versions();
            accounts();
            context.enabledPlatforms().forEach(this::preferred);
            results.addAll(new SettingsComparison(view, settings, own()).results());
            return results;
        }

        private void hosts() {
            List<String> live =
                    overview.hosts().stream()
                            .filter(HostRow::isLive)
                            .map(row -> row.host().name())
                            .distinct()
                            .toList();
            String self = location.host().name();
            if (context.isRunning()
                    && context.status().cluster().isPresent()
                    && !live.contains(self)) {
                results.add(
                        CheckResult.failed(
                                HOSTS,
                                "this gateway is not registered as " + self,
                                "see " + context.command("status")));
                return;
            }
            results.add(
                    CheckResult.ok(
                            HOSTS,
                            live.isEmpty()
                                    ? "no gateway runs on any"
                                    : live.size() + " live: " + some(live)));
            overview.hosts().stream()
                    .filter(row -> !row.isLive())
                    .forEach(
                            row ->
                                    results.add(
                                            CheckResult.warning(
                                                    HOSTS,
                                                    "%s has been silent for %d s"
                                                            .formatted(
                                                                    row.host().name(),
                                                                    row.host()
                                                                            .beatAge()
                                                                            .toSeconds()),
                                                    "another host takes its accounts; look after that one")));
        }

        /** A process and its successor have one name, and so do none else. */
        private void names() {
            Map<String, List<ClusterHost>> named =
                    overview.hosts().stream()
                            .filter(HostRow::isLive)
                            .map(HostRow::host)
                            .filter(host -> !host.outgoing() && !hasSuccessor(host))
                            .collect(
                                    Collectors.groupingBy(
                                            ClusterHost::name, TreeMap::new, Collectors.toList()));
            named.forEach(
                    (name, processes) -> {
                        if (processes.size() > 1) {
                            results.add(
                                    CheckResult.failed(
                                            HOSTS,
                                            "%d hosts are called %s: %s"
                                                    .formatted(
                                                            processes.size(),
                                                            name,
                                                            processes.stream()
                                                                    .map(
                                                                            host ->
                                                                                    "PID %d in %s"
                                                                                            .formatted(
                                                                                                    host
                                                                                                            .pid(),
                                                                                                    host
                                                                                                            .home()))
                                                                    .collect(
                                                                            Collectors.joining(
                                                                                    ", "))),
                                            "give each a name of its own: host: {name: NAME}"));
                        }
                    });
        }

        private boolean hasSuccessor(ClusterHost host) {
            return view.hosts().stream()
                    .anyMatch(
                            other ->
                                    other.successorOf().filter(host.session()::equals).isPresent());
        }

        private void versions() {
            List<ClusterHost> hosts =
                    view.hosts().stream().filter(host -> !host.outgoing()).toList();
            if (hosts.stream().map(ClusterHost::version).distinct().count() > 1) {
                results.add(
                        CheckResult.warning(
                                HOSTS,
                                "versions differ: "
                                        + hosts.stream()
                                                .map(host -> host.name() + " " + host.version())
                                                .sorted()
                                                .distinct()
                                                .collect(Collectors.joining(", ")),
                                "finish the upgrade"));
            }
        }

        private void accounts() {
            List<String> without = overview.withoutHolder().stream().map(AccountRow::name).toList();
            if (without.isEmpty() || view.hosts().isEmpty()) {
                results.add(
                        view.hosts().isEmpty()
                                ? CheckResult.skipped(ACCOUNTS, "no host has one")
                                : CheckResult.ok(
                                        ACCOUNTS,
                                        overview.accounts().size() + ", each has a host"));
                return;
            }
            results.add(
                    CheckResult.failed(
                            ACCOUNTS,
                            "no host has " + some(without),
                            "see " + context.command("cluster")));
        }

        /** This config, where no gateway of its host has declared one: it is not started yet. */
        private Optional<SettingsComparison.Own> own() {
            String self = location.host().name();
            boolean registered = view.hosts().stream().anyMatch(host -> host.name().equals(self));
            return registered
                    ? Optional.empty()
                    : Optional.of(
                            SettingsComparison.Own.of(
                                    self, context.enabledPlatforms(), context.installed()));
        }

        private void preferred(PlatformConfig account) {
            Optional<String> host = account.preferredHost();
            Set<String> known =
                    view.hosts().stream().map(ClusterHost::name).collect(Collectors.toSet());
            if (host.isPresent() && !known.isEmpty() && !known.contains(host.get())) {
                results.add(
                        CheckResult.warning(
                                ACCOUNTS,
                                "%s prefers the host %s, which does not run"
                                        .formatted(account.name(), host.get()),
                                SpellingSuggestion.among(host.get(), known)
                                        .map(nearest -> "did you mean '" + nearest + "'?")
                                        .orElse("start it, or correct host: of the platform")));
            }
        }

        private static String some(List<String> names) {
            return String.join(", ", names.subList(0, Math.min(MAX_NAMED, names.size())))
                    + (names.size() > MAX_NAMED
                            ? " and " + (names.size() - MAX_NAMED) + " more"
                            : "");
        }
    }
}
