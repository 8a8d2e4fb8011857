package dev.gateway.cli.view;

import dev.gateway.cli.terminal.TextStyle;

/** The colours of states. */
final class StateStyle {

    private StateStyle() {}

    /** Returns the style for a state of a gateway, a platform or a handler. */
    static TextStyle of(String state) {
        return switch (state) {
            case "running", "connected", "ok" -> TextStyle.GOOD;
            case "failed", "failing", "rejected", "expired", "abandoned" -> TextStyle.BAD;
            case "stopped", "disabled", "disconnected", "elsewhere" -> TextStyle.FAINT;
            default -> TextStyle.WARNING;
        };
    }
}
