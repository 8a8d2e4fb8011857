package dev.gateway.adapter.weixin.login;

import java.util.Optional;

/** The person in front of a login. All methods are called by the thread that logs in. */
public interface LoginPrompt {

    /**
     * Shows a code to be scanned with the phone; it replaces the one before.
     *
     * @param content what to draw as a QR code: an address
     * @param number 1 for the first code of this login
     */
    void showCode(String content, int number);

    /** The code was scanned; now the phone asks for consent. */
    void scanned();

    /**
     * Asks for the number that the phone shows.
     *
     * @param again whether the last answer was wrong
     * @return the answer; empty to give up
     */
    Optional<String> askForNumber(boolean again) throws InterruptedException;

    /** Something happened that needs nothing to be done, as one sentence. */
    void note(String sentence);
}
