package dev.gateway.adapter.weixin.login;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.weixin.login.LoginResult.AlreadyBound;
import dev.gateway.adapter.weixin.login.LoginResult.Confirmed;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.yaml.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A login that obtains a bot token: it shows a QR code and follows the owner's actions on the
 * phone. A user has one bot at a time, so a login ends the session of the user's previous token.
 *
 * <p>While a code is shown no network error ends the login: the next request follows a moment
 * later, until the time is over. An instance performs one login on one thread.
 */
public final class WeixinLogin {

    /** The address at which every login begins, whatever API it leads to. */
    public static final URI API = URI.create("https://ilinkai.weixin.qq.com");

    private final URI api;
    private final ProxyPolicy proxy;
    private final List<Secret> known;
    private final LoginTimeouts pace;
    private final LoginPrompt screen;
    private final CancellationScope scope = new CancellationScope();
    private int codes;

    /**
     * Creates a login that has not begun.
     *
     * @param api address at which it begins
     * @param proxy the route of its calls
     * @param known existing tokens; if one belongs to the owner and is valid, it is kept
     * @param screen the dialogue with the person
     */
    public WeixinLogin(
            URI api,
            ProxyPolicy proxy,
            List<Secret> known,
            LoginTimeouts pace,
            LoginPrompt screen) {
        this.api = api;
        this.proxy = proxy;
        this.known = List.copyOf(known);
        this.pace = pace;
        this.screen = screen;
    }

    /**
     * Logs in.
     *
     * @throws LoginException if the login failed
     */
    public LoginResult run() throws LoginException, InterruptedException {
        Deadline deadline = Deadline.after(pace.total());
        try (var calls = new LoginApi(api, proxy, known, pace)) {
            while (true) {
                Optional<LoginResult> result = follow(newCode(calls), calls, deadline);
                if (result.isPresent()) {
                    return result.get();
                }
            }
        } catch (CallCancelledException e) {
            throw new LoginException("The login was given up.");
        }
    }

    private QrCode newCode(LoginApi calls)
            throws LoginException, CallCancelledException, InterruptedException {
        if (++codes > pace.codes()) {
            throw new LoginException(
                    "None of " + pace.codes() + " QR codes was used in time. Try again.");
        }
        JsonNode answer = calls.newCode(scope);
        var code = new QrCode(answer.path("qrcode").asText(), Deadline.after(pace.codeLife()));
        screen.showCode(answer.path("qrcode_img_content").asText(), codes);
        return code;
    }

    private record QrCode(String id, Deadline end) {}

    /** Follows a code until the login has ended; empty if another code is needed. */
    private Optional<LoginResult> follow(QrCode code, LoginApi calls, Deadline deadline)
            throws LoginException, CallCancelledException, InterruptedException {
        URI host = api;
        String number = "";
        String last = "";
        while (true) {
            if (deadline.isExpired()) {
                throw new LoginException(
                        "Nobody finished the login within "
                                + pace.total().toSeconds()
                                + " s. Try again.");
            }
            if (code.end().isExpired()) {
                screen.note("The code is too old; here is another.");
                return Optional.empty();
            }
            JsonNode answer = calls.status(host, code.id(), number, scope);
            String status = answer.path("status").asText("wait");
            boolean news = !status.equals(last);
            last = status;
            switch (status) {
                case "scaned" -> {
                    number = "";
                    if (news) {
                        screen.scanned();
                    }
                }
                case "need_verifycode" -> {
                    number = askForNumber(!number.isEmpty());
                    continue;
                }
                case "scaned_but_redirect" -> host = redirected(host, answer);
                case "expired", "verify_code_blocked" -> {
                    screen.note(
                            status.equals("expired")
                                    ? "The code expired; here is another."
                                    : "Too many wrong numbers; here is another code.");
                    return Optional.empty();
                }
                case "confirmed" -> {
                    return Optional.of(confirmed(answer));
                }
                case "binded_redirect" -> {
                    return Optional.of(alreadyBound());
                }
                default -> {
                    // wait, no response, or a state of later versions
                }
            }
            if (scope.pause(news && !status.equals("wait") ? Duration.ZERO : pace.gap())) {
                throw new CallCancelledException();
            }
        }
    }

    private String askForNumber(boolean again) throws LoginException, InterruptedException {
        return screen.askForNumber(again)
                .map(String::strip)
                .filter(number -> !number.isEmpty())
                .orElseThrow(() -> new LoginException("The login was given up."));
    }

    private URI redirected(URI host, JsonNode answer) {
        String name = answer.path("redirect_host").asText();
        Optional<URI> next =
                Optional.of(name)
                        .filter(given -> given.matches("[A-Za-z0-9.-]+(:\\d{1,5})?"))
                        .flatMap(given -> address(api.getScheme() + "://" + given));
        next.ifPresent(to -> screen.note("The login goes on at " + name + "."));
        return next.orElse(host);
    }

    /** Returns an address that can be called; empty for any other text. */
    private static Optional<URI> address(String text) {
        try {
            URI uri = URI.create(text);
            return Optional.of(uri).filter(it -> it.getHost() != null && it.getPort() <= 65_535);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private LoginResult confirmed(JsonNode answer) throws LoginException {
        String token = answer.path("bot_token").asText();
        if (token.isBlank()) {
            throw new LoginException("Weixin confirmed the login but gave no token. Try again.");
        }
        String base = answer.path("baseurl").asText();
        URI given =
                Optional.of(base)
                        .filter(text -> text.matches("https?://[A-Za-z0-9.:/-]+"))
                        .flatMap(WeixinLogin::address)
                        .orElse(api);
        return new Confirmed(
                Secret.of(token),
                answer.path("ilink_bot_id").asText(),
                answer.path("ilink_user_id").asText(),
                given);
    }

    private LoginResult alreadyBound() throws LoginException {
        if (known.isEmpty()) {
            throw new LoginException(
                    "This user has a bot already, and its token is not here. Remove the bot in"
                            + " Weixin, then try again.");
        }
        return new AlreadyBound();
    }
}
