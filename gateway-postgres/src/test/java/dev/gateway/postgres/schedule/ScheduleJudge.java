package dev.gateway.postgres.schedule;

import dev.gateway.postgres.schedule.Evidence.Change;
import dev.gateway.postgres.schedule.Evidence.Handling;
import dev.gateway.postgres.schedule.Evidence.Noted;
import dev.gateway.postgres.schedule.Evidence.Permit;
import dev.gateway.postgres.schedule.Evidence.Poll;
import dev.gateway.postgres.schedule.Evidence.Sending;
import dev.gateway.postgres.schedule.Evidence.Stored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The judge of a run: says which promises of several hosts were broken. It does without tolerances,
 * since everything was measured by one clock.
 */
final class ScheduleJudge {

    private final Evidence evidence;
    private final List<FakeAccount> accounts;
    private final List<Change> changes;
    private final List<String> broken = new ArrayList<>();
    private final Set<String> late;

    /**
     * Creates the judge of a run that is over.
     *
     * @param changes the changes of the accounts' rows, in the order of the commits
     */
    ScheduleJudge(Evidence evidence, List<FakeAccount> accounts, List<Change> changes) {
        this.evidence = evidence;
        this.accounts = accounts;
        this.changes = changes;
        this.late =
                evidence.stored().stream()
                        .filter(Stored::late)
                        .map(each -> each.account() + ' ' + each.text())
                        .collect(Collectors.toSet());
    }

    /** Returns the broken promises, each in one line with the evidence; empty if all were kept. */
    List<String> broken() {
        noCheckAllowsAFormerHolder();
        atMostOneRequestBesideANewHolder();
        theCursorNeverGoesBack();
        holdingsFollowEachOther();
        conversationsKeepTheirOrder();
        answersKeepTheirOrder();
        nothingIsLost();
        nothingIsAnsweredTwice();
        return List.copyOf(broken);
    }

    /** Returns the number of polls that overlapped with one of a later holder. */
    long overlaps() {
        return overlapping().values().stream().mapToLong(Set::size).sum();
    }

    /** A check that began after one of a later holder had succeeded must not succeed. */
    private void noCheckAllowsAFormerHolder() {
        evidence.permits().stream()
                .collect(Collectors.groupingBy(Permit::account))
                .forEach(
                        (account, permits) -> {
                            List<Permit> byEnd = new ArrayList<>(permits);
                            byEnd.sort(Comparator.comparingLong(Permit::after));
                            List<Permit> byBegin = new ArrayList<>(permits);
                            byBegin.sort(Comparator.comparingLong(Permit::before));
                            Permit newest = null;
                            int ended = 0;
                            for (Permit each : byBegin) {
                                while (ended < byEnd.size()
                                        && byEnd.get(ended).after() < each.before()) {
                                    Permit one = byEnd.get(ended++);
                                    if (newest == null || one.epoch() > newest.epoch()) {
                                        newest = one;
                                    }
                                }
                                if (newest != null && each.epoch() < newest.epoch()) {
                                    broken.add(
                                            "a check allowed a former holder: "
                                                    + each
                                                    + " after "
                                                    + newest);
                                    return;
                                }
                            }
                        });
    }

    private void atMostOneRequestBesideANewHolder() {
        overlapping()
                .forEach(
                        (holding, polls) -> {
                            if (polls.size() > 1) {
                                broken.add(
                                        "several polls beside a later holder: "
                                                + holding
                                                + ' '
                                                + polls);
                            }
                        });
    }

    /** The polls of each holding that overlapped with, or followed, one of a later holding. */
    private Map<String, Set<Poll>> overlapping() {
        Map<String, Set<Poll>> found = new HashMap<>();
        evidence.polls().stream()
                .collect(Collectors.groupingBy(poll -> poll.permit().account()))
                .forEach(
                        (account, polls) -> {
                            for (Poll each : polls) {
                                for (Poll other : polls) {
                                    if (other.permit().epoch() > each.permit().epoch()
                                            && other.from() < each.to()) {
                                        found.computeIfAbsent(
                                                        account + ' ' + each.permit().epoch(),
                                                        ignored -> new HashSet<>())
                                                .add(each);
                                    }
                                }
                            }
                        });
        return found;
    }

    private void theCursorNeverGoesBack() {
        Map<String, Change> before = new HashMap<>();
        for (Change each : changes) {
            Change last = before.put(each.account(), each);
            if (last != null && each.cursor() < last.cursor()) {
                broken.add("the cursor went back: " + last + " then " + each);
            }
        }
    }

    /** A new holder has a higher number; the same number has one holder, or none. */
    private void holdingsFollowEachOther() {
        Map<String, Change> before = new HashMap<>();
        for (Change each : changes) {
            Change last = before.put(each.account(), each);
            if (last == null) {
                continue;
            }
            boolean another =
                    each.session() != null && !Objects.equals(each.session(), last.session());
            if (each.epoch() < last.epoch() || another && each.epoch() == last.epoch()) {
                broken.add("a holding without a number of its own: " + last + " then " + each);
            }
        }
    }

    /**
     * A message is first handled after the handling of its predecessor that counted has begun. One
     * that was stored late takes its place when it comes.
     */
    private void conversationsKeepTheirOrder() {
        Map<String, Long> counted = new HashMap<>();
        for (Handling each : evidence.answered()) {
            counted.merge(each.account() + ' ' + each.text(), each.at(), Math::max);
        }
        Map<String, Handling> first = new HashMap<>();
        for (Handling each : evidence.handlings()) {
            first.merge(
                    each.account() + ' ' + each.text(),
                    each,
                    (one, other) -> one.at() <= other.at() ? one : other);
        }
        first.values().stream()
                .filter(each -> !late.contains(each.account() + ' ' + each.text()))
                .collect(Collectors.groupingBy(each -> each.account() + ' ' + each.conversation()))
                .forEach(
                        (conversation, handlings) -> {
                            List<Handling> accepted = new ArrayList<>(handlings);
                            accepted.sort(Comparator.comparingLong(Handling::row));
                            for (int i = 1; i < accepted.size(); i++) {
                                Handling former = accepted.get(i - 1);
                                Handling each = accepted.get(i);
                                Long began = counted.get(former.account() + ' ' + former.text());
                                if (began != null && each.at() < began) {
                                    broken.add("out of order: " + each + " before " + former);
                                }
                            }
                        });
    }

    private void nothingIsLost() {
        for (FakeAccount account : accounts) {
            for (String text : account.unanswered()) {
                if (!evidence.diedWith(account, text)) {
                    broken.add("never answered: " + account.name() + ' ' + text);
                }
            }
        }
    }

    /** The answers of a conversation are first sent in the order of its messages. */
    private void answersKeepTheirOrder() {
        Map<String, Long> rows = new HashMap<>();
        for (Handling each : evidence.answered()) {
            rows.put(each.account() + ' ' + FakeAccount.answerTo(each.text()), each.row());
        }
        Map<String, Sending> first = new HashMap<>();
        for (Sending each : evidence.sendings()) {
            first.merge(
                    each.account() + ' ' + each.text(),
                    each,
                    (one, other) -> one.at() <= other.at() ? one : other);
        }
        first.values().stream()
                .filter(each -> rows.containsKey(each.account() + ' ' + each.text()))
                .filter(each -> !late.contains(each.account() + ' ' + asked(each)))
                .collect(Collectors.groupingBy(each -> each.account() + ' ' + each.conversation()))
                .forEach(
                        (conversation, answers) -> {
                            List<Sending> sent = new ArrayList<>(answers);
                            sent.sort(Comparator.comparingLong(Sending::at));
                            for (int i = 1; i < sent.size(); i++) {
                                Sending former = sent.get(i - 1);
                                Sending each = sent.get(i);
                                if (rows.get(each.account() + ' ' + each.text())
                                        < rows.get(former.account() + ' ' + former.text())) {
                                    broken.add("answers out of order: " + former + ", " + each);
                                }
                            }
                        });
    }

    private static String asked(Sending answer) {
        return answer.text().substring(FakeAccount.answerTo("").length());
    }

    /**
     * A message has one answer, and that is not sent again once the journal has noted it, except by
     * a process whose check was before.
     */
    private void nothingIsAnsweredTwice() {
        Map<String, String> keys = new HashMap<>();
        for (Sending each : evidence.sendings()) {
            String former = keys.putIfAbsent(each.account() + ' ' + each.text(), each.key());
            if (former != null && !former.equals(each.key())) {
                broken.add("two answers to one message: " + each + " and key " + former);
            }
        }
        Map<String, Noted> noted = new HashMap<>();
        for (Noted each : evidence.noted()) {
            noted.merge(
                    each.sending().account() + ' ' + each.sending().text(),
                    each,
                    (one, other) -> one.at() <= other.at() ? one : other);
        }
        for (Sending each : evidence.sendings()) {
            Noted first = noted.get(each.account() + ' ' + each.text());
            if (first != null && each.permit().before() > first.at()) {
                broken.add("sent again after it was noted: " + first + " then " + each);
            }
        }
    }
}
