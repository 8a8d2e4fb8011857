package dev.gateway.it.crash;

/**
 * The outcome of a test bed without a lost message; a lost one is an exception.
 *
 * @param messages the number of messages, all of them answered
 * @param duplicates the number of answers that arrived twice, all of them in Telegram's window
 */
record CrashTestResult(int messages, int duplicates) {

    /** Returns the sum of both. */
    CrashTestResult and(CrashTestResult other) {
        return new CrashTestResult(messages + other.messages, duplicates + other.duplicates);
    }
}
