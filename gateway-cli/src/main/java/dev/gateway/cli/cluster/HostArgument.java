package dev.gateway.cli.cluster;

import dev.gateway.core.cluster.ClusterHost;
import dev.gateway.core.cluster.ClusterView;
import dev.gateway.core.yaml.SpellingSuggestion;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The search for a host that is named on the command line. */
final class HostArgument {

    private HostArgument() {}

    /** Returns the processes of the host that have not passed their home on. */
    static List<ClusterHost> find(String name, ClusterView view) {
        return running(view).filter(host -> host.name().equals(name)).toList();
    }

    /** Returns the sentence that says that none is registered, with the nearest name. */
    static String unknown(String name, ClusterView view) {
        List<String> names = running(view).map(ClusterHost::name).distinct().sorted().toList();
        Optional<String> nearest = SpellingSuggestion.among(name, names);
        return "No gateway runs on a host '%s'%s."
                .formatted(
                        name,
                        names.isEmpty()
                                ? ", nor on another one"
                                : nearest.map(other -> "; did you mean '" + other + "'?")
                                        .orElse("; there are: " + String.join(", ", names)))
                .replace("?.", "?");
    }

    private static Stream<ClusterHost> running(ClusterView view) {
        return view.hosts().stream().filter(host -> !host.outgoing());
    }
}
