package dev.gateway.adapter.weixin.login;

import java.util.Optional;

/** The dialogue with the person who logs in. The thread of the login calls all methods. */
public interface LoginPrompt {

    /**
     * Shows a code to be scanned with the phone; it replaces the previous one.
     *
     * @param content the content of the QR code: an address
     * @param number 1 for the first code of this login
     */
    void showCode(String content, int number);

    /** Reports that the code was scanned and the phone asks for consent. */
    void scanned();

    /**
     * Asks for the number that the phone shows.
     *
     * @param again whether the last answer was wrong
     * @return the answer; empty to give up
     */
    Optional<String> askForNumber(boolean again) throws InterruptedException;

    /** Shows one sentence about an event that needs no action. */
    void note(String sentence);
}
