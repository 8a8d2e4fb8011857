package dev.gateway.core.event;

import static dev.gateway.core.event.EventField.*;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The types of lifecycle events, each with its meaning, its fields in the order of the file, and a
 * factory method. The list is complete: the crash injector of the simulator ends a process at each
 * of these, and {@code docs/events.md} is generated from it.
 */
public enum EventType {
    // Start, in order.
    CONFIG_VALIDATED("The config was read and is valid.", FILE),
    HOME_READY("The home exists and can be written.", HOME),
    STANDBY("The gateway waits for another one to leave the home.", HOLDER_PID),
    TAKEOVER_STARTED("The gateway asks the one that holds the home to stop.", OLD_PID),
    LOCK_ACQUIRED("The gateway owns the home."),
    STALE_PID_FILE_RECOVERED("A stale PID file was found; the gateway writes its own.", REASON),
    PID_FILE_PUBLISHED("The PID file is written."),
    JOURNAL_OPENED(
            "The journal is open; what a crash interrupted is queued again.",
            FILE,
            SCHEMA,
            REQUEUED,
            RESENDING,
            PENDING,
            OUTBOX,
            MILLIS),
    STATE_CHANGED("The gateway has another state.", STATE),
    READY("The start is over; the gateway serves."),

    // Sessions, and a home that passes from one to the next.
    SESSION_OPENED("The session of this process has begun; its lock says that it lives.", SESSION),
    HANDOVER_STARTED("The home is passed on to the process that waits for it.", SUCCESSOR),
    HANDOVER_FAILED("The home was not passed on; the gateway goes on with it.", REASON, CODE),
    OUTGOING(
            "The home and the tokens are the successor's; this process finishes its messages.",
            IN_FLIGHT,
            ENDS_WITHIN_MS),
    SESSION_RECOVERED(
            "The work of a session that is dead is queued again.", SESSION, REQUEUED, RESENDING),
    OUTGOING_ENDED("A process that finished its messages has ended.", OLD_PID, HOW),

    // Several hosts that share one journal.
    CLUSTER_JOINED("This host is registered among those that share the journal.", HOST, SESSION),
    ACCOUNT_TAKEN(
            "This host holds an account now; the fields name the host that held it before, if one did.",
            PLATFORM,
            EPOCH,
            HOST),
    ACCOUNT_RELEASED(
            "This host holds an account no longer; the fields name the host that got it, if one did.",
            PLATFORM,
            EPOCH,
            HOST),
    HOST_ENDED(
            "The beats of a host stayed away for a whole lease: it counts as dead, and its accounts are free.",
            HOST,
            SESSION,
            ACCOUNTS,
            AFTER_MS),
    LEASE_LOST(
            "The registration of this host has ended: it may act for no account until it is registered anew.",
            REASON,
            ACCOUNTS),
    DATABASE_UNREACHABLE("The database of the journal does not answer.", ERROR),
    DATABASE_REACHABLE("The database of the journal answers again.", AFTER_MS),
    BEAT_FAILED(false, "A beat of this host did not reach the database.", ERROR),
    WRITE_REFUSED(
            false,
            "The database refused a write of this host for an account that another one holds.",
            WHAT),
    MESSAGE_STORED_LATE(
            "A message that this host received before it lost the account is stored; the cursor stays.",
            ID,
            PLATFORM),

    // One platform.
    TOKEN_WAITING(
            "Another process holds the token; the gateway waits for it.",
            PLATFORM,
            TOKEN,
            HOLDER_PID),
    TOKEN_ACQUIRED("The gateway holds the token and may poll.", PLATFORM, TOKEN, EPOCH),
    POLLING("The first poll or dial of a connection is on its way.", PLATFORM),
    INTAKE_ENDED("The last poll of a connection is over, and its cursor is stored.", PLATFORM),
    TOKEN_RELEASED("The token is free for another process.", PLATFORM, TOKEN),
    PLATFORM_STATE_CHANGED(
            "A platform has another state, or another reason for it.",
            PLATFORM,
            TYPE,
            STATE,
            ERROR),
    PLATFORM_ABANDONED(
            "A platform did not disconnect in time and is left behind; its token stays locked.",
            PLATFORM,
            TYPE,
            AFTER_MS),
    UPDATE_UNREADABLE("An update of the platform cannot be read and is skipped.", PLATFORM, WHAT),

    // One message. Too many for the file.
    MESSAGES_DELIVERED(false, "The adapter has received a batch.", PLATFORM, MESSAGES),
    MESSAGE_ACCEPTED(false, "A message is stored in the journal.", ID, PLATFORM, MICROS),
    MESSAGES_SKIPPED(
            "Messages that are older than the account's limit are confirmed and not handled.",
            PLATFORM,
            MESSAGES,
            OLDEST),
    MESSAGE_REFUSED(
            false,
            "A message is refused: its sender may not talk, or it was not addressed to the bot.",
            PLATFORM,
            REASON),
    PAIRING_REQUESTED(
            "A stranger was answered with a pairing code; 'gateway pairing list' shows it.",
            PLATFORM),
    MESSAGES_CONFIRMED(false, "The platform knows that the last batch was received.", PLATFORM),
    ATTACHMENTS_LOADED(
            false,
            "The attachments of a message are loaded, as far as they can be.",
            ID,
            PLATFORM,
            FILES,
            MISSING,
            MILLIS),
    MESSAGE_JOINED(
            false,
            "A message is a part of an earlier one: of its album, cut text or burst.",
            ID,
            PLATFORM,
            INTO),
    MESSAGE_STARTED(false, "The handler gets a message.", ID, PLATFORM, ATTEMPT),
    MESSAGE_HANDLED(
            false,
            "The handler has answered and the answer is stored.",
            ID,
            PLATFORM,
            ANSWERS,
            MILLIS),
    MESSAGE_FAILED(
            false,
            "The handler has failed at a message, which is tried again.",
            ID,
            PLATFORM,
            ATTEMPT,
            REASON,
            RETRY_IN_MS),
    MESSAGE_PARKED("A message or an answer waits for the operator.", ID, PLATFORM, ATTEMPT, REASON),
    ANSWER_SENDING(false, "An answer is handed to the platform.", ID, PLATFORM, ATTEMPT),
    ANSWER_TAKEN(
            false,
            "The platform has accepted the answer; this is not yet stored.",
            ID,
            PLATFORM,
            PLATFORM_ID),
    ANSWER_SENT(false, "The journal knows that the answer was sent.", ID, PLATFORM, PLATFORM_ID),

    // The handler.
    HANDLER_FAILING(
            "The handler fails again and again, or cannot be started.", TYPE, FAILURES, ERROR),
    HANDLER_RECOVERED("The handler answers again.", TYPE, AFTER_MS),

    // While running.
    PID_FILE_REPAIRED("The PID file was missing or changed and is written again.", FILE),
    LOCK_FILE_REPLACED("The lock file was deleted or replaced; the gateway stops.", FILE),
    LOCK_LOST("The kernel lock on the home is gone; the gateway stops.", FILE),
    JOURNAL_REPLACED(
            "The journal was damaged or gone; the gateway has begun a new one.",
            FILE,
            MOVED_TO,
            REASON,
            RESCUED_MESSAGES,
            RESCUED_ANSWERS),
    LOOP_FAILING("A work loop makes no progress.", ERROR),
    LOOP_RECOVERED("All work loops make progress again."),
    RELOAD_STARTED("The gateway reads its config again.", ROUND, FILE),
    RELOADED(
            "The new config is applied; only what has changed is named.",
            ROUND,
            FILE,
            ADDED,
            REMOVED,
            RECONNECTED,
            ACCESS,
            HANDLER,
            LOG_LEVEL,
            NEEDS_RESTART),
    RELOAD_REFUSED("The new config is not applied; nothing has changed.", ROUND, FILE, ERROR),

    // Stop, in order.
    STOP_REQUESTED("The gateway begins to stop.", REASON, BUDGET_MS),
    INTAKE_STOPPED("No platform is asked for messages any more."),
    DRAIN_FINISHED("The wait for messages in flight is over.", COMPLETE),
    PLATFORMS_DISCONNECTED("Each platform is disconnected or abandoned."),
    TOKENS_RELEASED("The tokens are free, except those of abandoned platforms."),
    JOURNAL_CLOSED("The journal is closed."),
    PID_FILE_REMOVED("The PID file is removed."),
    STOP_SHORTENED("A second stop request has ended the wait for messages in flight."),
    WATCHDOG_FIRED("The stop has exceeded its budget; the watchdog ends the process."),
    START_FAILED("The gateway cannot start.", CODE, ERROR),
    STOPPED("The gateway has stopped.", CODE);

    private final String wireName = name().toLowerCase(Locale.ROOT);
    private final boolean recorded;
    private final String meaning;
    private final List<EventField> fields;

    EventType(String meaning, EventField... fields) {
        this(true, meaning, fields);
    }

    EventType(boolean recorded, String meaning, EventField... fields) {
        this.recorded = recorded;
        this.meaning = meaning;
        this.fields = List.of(fields);
    }

    /** Returns the details of {@link #CONFIG_VALIDATED}. */
    public static EventDetails configValidated(Path file) {
        return EventDetails.of(CONFIG_VALIDATED, file);
    }

    /** Returns the details of {@link #HOME_READY}. */
    public static EventDetails homeReady(Path home) {
        return EventDetails.of(HOME_READY, home);
    }

    /** Returns the details of {@link #STANDBY}. */
    public static EventDetails standby(Optional<Long> holderPid) {
        return EventDetails.of(STANDBY, holderPid);
    }

    /** Returns the details of {@link #TAKEOVER_STARTED}. */
    public static EventDetails takeoverStarted(long oldPid) {
        return EventDetails.of(TAKEOVER_STARTED, oldPid);
    }

    /** Returns the details of {@link #STALE_PID_FILE_RECOVERED}. */
    public static EventDetails stalePidFileRecovered(String reason) {
        return EventDetails.of(STALE_PID_FILE_RECOVERED, reason);
    }

    /** Returns the details of {@link #JOURNAL_OPENED}. */
    public static EventDetails journalOpened(
            String place,
            int schema,
            int requeued,
            int resending,
            long pending,
            long outbox,
            Duration took) {
        return EventDetails.of(
                JOURNAL_OPENED, place, schema, requeued, resending, pending, outbox, took);
    }

    /** Returns the details of {@link #STATE_CHANGED}. */
    public static EventDetails stateChanged(String state) {
        return EventDetails.of(STATE_CHANGED, state);
    }

    /** Returns the details of {@link #SESSION_OPENED}. */
    public static EventDetails sessionOpened(String session) {
        return EventDetails.of(SESSION_OPENED, session);
    }

    /** Returns the details of {@link #HANDOVER_STARTED}. */
    public static EventDetails handoverStarted(Optional<Long> successor) {
        return EventDetails.of(HANDOVER_STARTED, successor);
    }

    /**
     * Returns the details of {@link #HANDOVER_FAILED}.
     *
     * @param code of a successor that ended
     */
    public static EventDetails handoverFailed(String reason, Optional<Long> code) {
        return EventDetails.of(HANDOVER_FAILED, reason, code);
    }

    /** Returns the details of {@link #OUTGOING}. */
    public static EventDetails outgoing(long inFlight, Duration endsWithin) {
        return EventDetails.of(OUTGOING, inFlight, endsWithin);
    }

    /** Returns the details of {@link #SESSION_RECOVERED}. */
    public static EventDetails sessionRecovered(String session, int requeued, int resending) {
        return EventDetails.of(SESSION_RECOVERED, session, requeued, resending);
    }

    /** Returns the details of {@link #OUTGOING_ENDED}. */
    public static EventDetails outgoingEnded(long oldPid, String how) {
        return EventDetails.of(OUTGOING_ENDED, oldPid, how);
    }

    /** Returns the details of {@link #CLUSTER_JOINED}. */
    public static EventDetails clusterJoined(String host, String session) {
        return EventDetails.of(CLUSTER_JOINED, host, session);
    }

    /**
     * Returns the details of {@link #ACCOUNT_TAKEN}.
     *
     * @param from the host that held it before
     */
    public static EventDetails accountTaken(String platform, long epoch, Optional<String> from) {
        return EventDetails.of(ACCOUNT_TAKEN, platform, epoch, from);
    }

    /**
     * Returns the details of {@link #ACCOUNT_RELEASED}.
     *
     * @param to the host that got it
     */
    public static EventDetails accountReleased(String platform, long epoch, Optional<String> to) {
        return EventDetails.of(ACCOUNT_RELEASED, platform, epoch, to);
    }

    /**
     * Returns the details of {@link #HOST_ENDED}.
     *
     * @param after the time for which its beats stayed away
     */
    public static EventDetails hostEnded(
            String host, String session, int accounts, Duration after) {
        return EventDetails.of(HOST_ENDED, host, session, accounts, after);
    }

    /** Returns the details of {@link #LEASE_LOST}. */
    public static EventDetails leaseLost(String reason, int accounts) {
        return EventDetails.of(LEASE_LOST, reason, accounts);
    }

    /** Returns the details of {@link #DATABASE_UNREACHABLE}. */
    public static EventDetails databaseUnreachable(String error) {
        return EventDetails.of(DATABASE_UNREACHABLE, error);
    }

    /** Returns the details of {@link #DATABASE_REACHABLE}. */
    public static EventDetails databaseReachable(Duration after) {
        return EventDetails.of(DATABASE_REACHABLE, after);
    }

    /** Returns the details of {@link #BEAT_FAILED}. */
    public static EventDetails beatFailed(String error) {
        return EventDetails.of(BEAT_FAILED, error);
    }

    /** Returns the details of {@link #WRITE_REFUSED}. */
    public static EventDetails writeRefused(String what) {
        return EventDetails.of(WRITE_REFUSED, what);
    }

    /** Returns the details of {@link #MESSAGE_STORED_LATE}. */
    public static EventDetails messageStoredLate(String id, String platform) {
        return EventDetails.of(MESSAGE_STORED_LATE, id, platform);
    }

    /** Returns the details of {@link #TOKEN_WAITING}. */
    public static EventDetails tokenWaiting(
            String platform, String token, Optional<Long> holderPid) {
        return EventDetails.of(TOKEN_WAITING, platform, token, holderPid);
    }

    /** Returns the details of {@link #TOKEN_ACQUIRED}. */
    public static EventDetails tokenAcquired(String platform, String token, long epoch) {
        return EventDetails.of(TOKEN_ACQUIRED, platform, token, epoch);
    }

    /** Returns the details of {@link #POLLING}. */
    public static EventDetails polling(String platform) {
        return EventDetails.of(POLLING, platform);
    }

    /** Returns the details of {@link #INTAKE_ENDED}. */
    public static EventDetails intakeEnded(String platform) {
        return EventDetails.of(INTAKE_ENDED, platform);
    }

    /** Returns the details of {@link #TOKEN_RELEASED}. */
    public static EventDetails tokenReleased(String platform, String token) {
        return EventDetails.of(TOKEN_RELEASED, platform, token);
    }

    /** Returns the details of {@link #PLATFORM_STATE_CHANGED}. */
    public static EventDetails platformStateChanged(
            String platform, String type, String state, Optional<String> error) {
        return EventDetails.of(PLATFORM_STATE_CHANGED, platform, type, state, error);
    }

    /** Returns the details of {@link #PLATFORM_ABANDONED}. */
    public static EventDetails platformAbandoned(String platform, String type, Duration after) {
        return EventDetails.of(PLATFORM_ABANDONED, platform, type, after);
    }

    /** Returns the details of {@link #UPDATE_UNREADABLE}. */
    public static EventDetails updateUnreadable(String platform, String what) {
        return EventDetails.of(UPDATE_UNREADABLE, platform, what);
    }

    /** Returns the details of {@link #MESSAGES_DELIVERED}. */
    public static EventDetails messagesDelivered(String platform, int messages) {
        return EventDetails.of(MESSAGES_DELIVERED, platform, messages);
    }

    /** Returns the details of {@link #MESSAGE_ACCEPTED}. */
    public static EventDetails messageAccepted(String id, String platform, long micros) {
        return EventDetails.of(MESSAGE_ACCEPTED, id, platform, micros);
    }

    /** Returns the details of {@link #MESSAGES_SKIPPED}. */
    public static EventDetails messagesSkipped(String platform, int messages, String oldest) {
        return EventDetails.of(MESSAGES_SKIPPED, platform, messages, oldest);
    }

    /** Returns the details of {@link #MESSAGE_REFUSED}. */
    public static EventDetails messageRefused(String platform, String rule) {
        return EventDetails.of(MESSAGE_REFUSED, platform, rule);
    }

    /** Returns the details of {@link #PAIRING_REQUESTED}. */
    public static EventDetails pairingRequested(String platform) {
        return EventDetails.of(PAIRING_REQUESTED, platform);
    }

    /** Returns the details of {@link #MESSAGES_CONFIRMED}. */
    public static EventDetails messagesConfirmed(String platform) {
        return EventDetails.of(MESSAGES_CONFIRMED, platform);
    }

    /** Returns the details of {@link #ATTACHMENTS_LOADED}. */
    public static EventDetails attachmentsLoaded(
            String id, String platform, int files, int missing, Duration took) {
        return EventDetails.of(ATTACHMENTS_LOADED, id, platform, files, missing, took);
    }

    /** Returns the details of {@link #MESSAGE_JOINED}. */
    public static EventDetails messageJoined(String id, String platform, String into) {
        return EventDetails.of(MESSAGE_JOINED, id, platform, into);
    }

    /** Returns the details of {@link #MESSAGE_STARTED}. */
    public static EventDetails messageStarted(String id, String platform, int attempt) {
        return EventDetails.of(MESSAGE_STARTED, id, platform, attempt);
    }

    /** Returns the details of {@link #MESSAGE_HANDLED}. */
    public static EventDetails messageHandled(
            String id, String platform, int answers, Duration took) {
        return EventDetails.of(MESSAGE_HANDLED, id, platform, answers, took);
    }

    /** Returns the details of {@link #MESSAGE_FAILED}. */
    public static EventDetails messageFailed(
            String id, String platform, int attempt, String reason, Duration retryIn) {
        return EventDetails.of(MESSAGE_FAILED, id, platform, attempt, reason, retryIn);
    }

    /** Returns the details of {@link #MESSAGE_PARKED}. */
    public static EventDetails messageParked(
            String id, String platform, Optional<Integer> attempt, String reason) {
        return EventDetails.of(MESSAGE_PARKED, id, platform, attempt, reason);
    }

    /** Returns the details of {@link #ANSWER_SENDING}. */
    public static EventDetails answerSending(String id, String platform, int attempt) {
        return EventDetails.of(ANSWER_SENDING, id, platform, attempt);
    }

    /** Returns the details of {@link #ANSWER_TAKEN}. */
    public static EventDetails answerTaken(
            String id, String platform, Optional<String> platformId) {
        return EventDetails.of(ANSWER_TAKEN, id, platform, platformId);
    }

    /** Returns the details of {@link #ANSWER_SENT}. */
    public static EventDetails answerSent(String id, String platform, Optional<String> platformId) {
        return EventDetails.of(ANSWER_SENT, id, platform, platformId);
    }

    /** Returns the details of {@link #HANDLER_FAILING}. */
    public static EventDetails handlerFailing(String type, int failures, String error) {
        return EventDetails.of(HANDLER_FAILING, type, failures, error);
    }

    /** Returns the details of {@link #HANDLER_RECOVERED}. */
    public static EventDetails handlerRecovered(String type, Duration after) {
        return EventDetails.of(HANDLER_RECOVERED, type, after);
    }

    /** Returns the details of {@link #PID_FILE_REPAIRED}. */
    public static EventDetails pidFileRepaired(Path file) {
        return EventDetails.of(PID_FILE_REPAIRED, file);
    }

    /** Returns the details of {@link #LOCK_FILE_REPLACED}. */
    public static EventDetails lockFileReplaced(Path file) {
        return EventDetails.of(LOCK_FILE_REPLACED, file);
    }

    /** Returns the details of {@link #LOCK_LOST}. */
    public static EventDetails lockLost(Path file) {
        return EventDetails.of(LOCK_LOST, file);
    }

    /** Returns the details of {@link #JOURNAL_REPLACED}. */
    public static EventDetails journalReplaced(
            Path file,
            Optional<Path> movedTo,
            String reason,
            long rescuedMessages,
            long rescuedAnswers) {
        return EventDetails.of(
                JOURNAL_REPLACED, file, movedTo, reason, rescuedMessages, rescuedAnswers);
    }

    /** Returns the details of {@link #LOOP_FAILING}. */
    public static EventDetails loopFailing(String error) {
        return EventDetails.of(LOOP_FAILING, error);
    }

    /** Returns the details of {@link #RELOAD_STARTED}. */
    public static EventDetails reloadStarted(int round, Path file) {
        return EventDetails.of(RELOAD_STARTED, round, file);
    }

    /** Returns the details of {@link #RELOADED}. */
    public static EventDetails reloaded(
            int round,
            Path file,
            List<String> added,
            List<String> removed,
            List<String> reconnected,
            List<String> access,
            Optional<String> handler,
            Optional<String> logLevel,
            List<String> needsRestart) {
        return EventDetails.of(
                RELOADED,
                round,
                file,
                added,
                removed,
                reconnected,
                access,
                handler,
                logLevel,
                needsRestart);
    }

    /** Returns the details of {@link #RELOAD_REFUSED}. */
    public static EventDetails reloadRefused(int round, Path file, String error) {
        return EventDetails.of(RELOAD_REFUSED, round, file, error);
    }

    /** Returns the details of {@link #STOP_REQUESTED}. */
    public static EventDetails stopRequested(String reason, Duration budget) {
        return EventDetails.of(STOP_REQUESTED, reason, budget);
    }

    /** Returns the details of {@link #DRAIN_FINISHED}. */
    public static EventDetails drainFinished(boolean complete) {
        return EventDetails.of(DRAIN_FINISHED, complete);
    }

    /** Returns the details of {@link #START_FAILED}. */
    public static EventDetails startFailed(int code, String error) {
        return EventDetails.of(START_FAILED, code, error);
    }

    /** Returns the details of {@link #STOPPED}. */
    public static EventDetails stopped(int code) {
        return EventDetails.of(STOPPED, code);
    }

    /** Returns whether {@code events.jsonl} keeps it. */
    public boolean isRecorded() {
        return recorded;
    }

    /** Returns the name in {@code events.jsonl}: lower case with underscores. */
    public String wireName() {
        return wireName;
    }

    /** Returns the meaning, in the words of the reference table. */
    public String meaning() {
        return meaning;
    }

    /** Returns the fields, in the order of the file; one without a value is left out there. */
    public List<EventField> fields() {
        return fields;
    }
}
