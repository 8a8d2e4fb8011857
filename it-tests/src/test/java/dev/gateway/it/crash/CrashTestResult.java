package dev.gateway.it.crash;

/**
 * What came of a stage: nothing was lost, or there would be an exception instead.
 *
 * @param messages how many were said, and answered
 * @param duplicates how many answers were heard twice, all of them in Telegram's window
 */
record CrashTestResult(int messages, int duplicates) {

    /** Of both. */
    CrashTestResult and(CrashTestResult other) {
        return new CrashTestResult(messages + other.messages, duplicates + other.duplicates);
    }
}
