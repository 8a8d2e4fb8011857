package dev.gateway.adapter.http;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Where TLS comes from; loaded only when it is needed, as that takes long. */
interface TlsProvider {

    SSLSocketFactory factory() throws IOException;

    /** Returns the TLS of this Java. */
    static SSLSocketFactory ofSystem() throws IOException {
        try {
            return SSLContext.getDefault().getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no TLS", e);
        }
    }

    /** Puts TLS on a connected socket; the server has to prove that it has that name. */
    default Socket secure(Socket connected, String host, int port) throws IOException {
        SSLSocket socket = (SSLSocket) factory().createSocket(connected, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}
