package dev.gateway.it.release;

import java.io.FileInputStream;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A probe of a trimmed Java: does what gateways, adapters and handlers do only rarely. Runs alone,
 * with a key store of an elliptic curve and an empty folder as arguments, and prints each step.
 */
public final class TrimmedRuntimeProbe {

    private static final int LIMIT_MILLIS = 60_000;

    private TrimmedRuntimeProbe() {}

    public static void main(String[] args) throws Exception {
        System.out.println("handshake " + handshake(Path.of(args[0]), args[1].toCharArray()));
        System.out.println("charsets " + Charset.forName("GB18030") + Charset.forName("Big5"));
        try (var zip =
                FileSystems.newFileSystem(
                        Path.of(args[2], "probe.zip"), Map.of("create", "true"))) {
            System.out.println("zip " + zip.isOpen());
        }
        System.out.println("threads " + ManagementFactory.getThreadMXBean().getThreadCount());
        System.out.println(
                "roots "
                        + KeyStore.getInstance(
                                        Path.of(
                                                        System.getProperty("java.home"),
                                                        "lib/security/cacerts")
                                                .toFile(),
                                        (char[]) null)
                                .size());
        System.out.println("signal " + Class.forName("sun.misc.Signal").getSimpleName());
    }

    /** Returns the cipher suite of a connection to itself. */
    private static String handshake(Path file, char[] password) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(file.toFile())) {
            store.load(in, password);
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        try (var server =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0)) {
            var answer =
                    new Thread(
                            () -> {
                                try (var accepted = (SSLSocket) server.accept()) {
                                    accepted.setSoTimeout(LIMIT_MILLIS);
                                    accepted.startHandshake();
                                    accepted.getInputStream().read();
                                } catch (java.io.IOException e) {
                                    System.out.println("server " + e);
                                }
                            });
            answer.setDaemon(true);
            answer.start();
            try (var client =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket("127.0.0.1", server.getLocalPort())) {
                client.setSoTimeout(LIMIT_MILLIS);
                client.startHandshake();
                return client.getSession().getPeerCertificates()[0].getPublicKey().getAlgorithm();
            }
        }
    }
}
