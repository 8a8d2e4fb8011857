package dev.gateway.sim.reported;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A connection that polls on a thread of its own until it is disconnected. */
final class PollingConnection implements PlatformConnection {

    private static final long PAUSE_AFTER_FAILURE = 100;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = ReportedHttp.client();
    private final ReportedAccount account;
    private final PollProtocol protocol;
    private final Thread poller;

    PollingConnection(ReportedAccount account, PollProtocol protocol) {
        this.account = account;
        this.protocol = protocol;
        poller = new Thread(this::poll, "poll-" + account.name());
        poller.setDaemon(true);
    }

    @Override
    public void connect() throws IOException, InterruptedException {
        call(protocol.connectRequest(account));
        poller.start();
    }

    private void poll() {
        String cursor = "";
        while (!Thread.currentThread().isInterrupted()) {
            try {
                String answer = call(protocol.pollRequest(account, cursor));
                cursor = protocol.cursor(json.readTree(answer), cursor);
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) {
                if (!paused()) {
                    return;
                }
            }
        }
    }

    private static boolean paused() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private String call(HttpRequest request) throws IOException, InterruptedException {
        var response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("HTTP " + response.statusCode());
        }
        return response.body();
    }

    @Override
    public void disconnect() throws IOException, InterruptedException {
        poller.interrupt();
        poller.join();
        Optional<HttpRequest> goodbye = protocol.disconnectRequest(account);
        if (goodbye.isPresent()) {
            call(goodbye.get());
        }
        Thread.sleep(account.disconnect().toMillis());
    }
}
