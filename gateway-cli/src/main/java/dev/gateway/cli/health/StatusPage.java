package dev.gateway.cli.health;

import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.message.HandlerStatus;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.status.ClusterStatus;
import dev.gateway.core.status.OutgoingProcess;
import dev.gateway.core.status.PlatformStatus;
import dev.gateway.core.status.StatusSnapshot;
import dev.gateway.core.terminal.AgeFormat;
import dev.gateway.core.time.DurationFormat;
import java.time.Instant;
import java.util.Optional;

/**
 * The status for a browser, as one page that needs no network and no script and asks again every
 * few seconds. It shows no text of messages.
 */
final class StatusPage {

    private static final String HEAD =
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="refresh" content="5">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>Gateway: %s</title>
            <style>
            :root { color-scheme: light dark; }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 1.5rem auto; padding: 0 1rem; }
            h1 { font-size: 1.3rem; } table { border-collapse: collapse; margin: 1rem 0; }
            th, td { text-align: left; padding: .2rem 1.2rem .2rem 0; vertical-align: top; } th { font-weight: 600; }
            </style>
            </head>
            <body>
            """;

    private final StatusSnapshot status;
    private final Instant now;
    private final StringBuilder page = new StringBuilder();

    private StatusPage(StatusSnapshot status, Instant now) {
        this.status = status;
        this.now = now;
    }

    /** Returns the page for {@code status}. */
    static HealthResponse of(StatusSnapshot status, Instant now) {
        return new HealthResponse(
                200, "text/html; charset=utf-8", new StatusPage(status, now).html());
    }

    private String html() {
        page.append(HEAD.formatted(status.state().wireName()));
        page.append("<h1>Gateway is ").append(status.state().wireName()).append("</h1>\n");
        status.error().ifPresent(this::paragraph);
        page.append("<table>\n");
        fact("process", status.process().map(process -> "PID " + process.pid()).orElse("none"));
        fact("since", status.startedAt().map(this::age).orElse(""));
        fact("version", status.version().orElse(""));
        fact("home", status.home());
        status.cluster().ifPresent(cluster -> fact("cluster", text(cluster)));
        for (OutgoingProcess old : status.outgoing()) {
            fact(
                    "old process",
                    "PID %d finishes %s (since %s)"
                            .formatted(old.pid(), old.work(), age(old.since())));
        }
        HandlerStatus handler = status.handler();
        fact(
                "handler",
                handler.type() + ", " + handler.state().wireName() + reason(handler.error()));
        MessageCounts messages = status.messages();
        fact(
                "messages",
                "%d handled, %d pending, %d in flight, %d to send, %d parked, %d refused"
                        .formatted(
                                messages.handled(),
                                messages.pending(),
                                messages.inFlight(),
                                messages.outbox(),
                                messages.failed(),
                                messages.refused()));
        page.append("</table>\n<table>\n");
        row("th", "platform", "type", "state", "for", "last contact");
        for (PlatformStatus platform : status.platforms()) {
            row(
                    "td",
                    platform.name(),
                    platform.type(),
                    platform.state().wireName() + elsewhere(platform) + reason(platform.error()),
                    age(platform.since()),
                    platform.lastContact().map(at -> age(at) + " ago").orElse(""));
        }
        return page.append("</table>\n</body>\n</html>\n").toString();
    }

    private static String text(ClusterStatus cluster) {
        return "host %s, one of %d, lease %s left, database %s"
                .formatted(
                        cluster.host(),
                        cluster.hosts(),
                        DurationFormat.tenths(cluster.leaseLeft()),
                        cluster.database());
    }

    private static String elsewhere(PlatformStatus platform) {
        return platform.state() == PlatformState.ELSEWHERE
                ? platform.holder().map(holder -> " on " + holder.host()).orElse("")
                : "";
    }

    private void paragraph(String text) {
        page.append("<p>").append(escaped(text)).append("</p>\n");
    }

    private void fact(String name, String value) {
        page.append("<tr><th scope=\"row\">")
                .append(escaped(name))
                .append("</th><td>")
                .append(escaped(value))
                .append("</td></tr>\n");
    }

    private void row(String cell, String... values) {
        page.append("<tr>");
        for (String value : values) {
            page.append('<').append(cell).append('>').append(escaped(value));
            page.append("</").append(cell).append('>');
        }
        page.append("</tr>\n");
    }

    private String age(Instant at) {
        return AgeFormat.text(at, now);
    }

    private static String reason(Optional<String> error) {
        return error.map(text -> ": " + text).orElse("");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
