package dev.gateway.postgres.connection;

import dev.gateway.sim.postgres.PostgresServer;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** A certificate that signs itself, made by the JDK's own tool. */
final class ServerCertificate {

    private static final String PASSWORD = "changeit";

    private final Path pem;

    private ServerCertificate(Path pem) {
        this.pem = pem;
    }

    /** Makes a certificate for a name, such as {@code ip:127.0.0.1}, and gives it to a server. */
    static ServerCertificate give(PostgresServer server, Path folder, String name)
            throws Exception {
        Path store = folder.resolve("store.p12");
        Files.deleteIfExists(store);
        Process made =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "server",
                                "-keyalg",
                                "RSA",
                                "-dname",
                                "CN=database",
                                "-ext",
                                "san=" + name,
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.out").toFile())
                        .start();
        if (!made.waitFor(60, TimeUnit.SECONDS) || made.exitValue() != 0) {
            made.destroyForcibly();
            throw new IllegalStateException(Files.readString(folder.resolve("keytool.out")));
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Path pem = folder.resolve("ca.pem");
        write(pem, "CERTIFICATE", keys.getCertificate("server").getEncoded());
        own(server, "server.crt", "CERTIFICATE", keys.getCertificate("server").getEncoded());
        own(
                server,
                "server.key",
                "PRIVATE KEY",
                keys.getKey("server", PASSWORD.toCharArray()).getEncoded());
        return new ServerCertificate(pem);
    }

    Path pem() {
        return pem;
    }

    private static void own(PostgresServer server, String name, String type, byte[] content)
            throws Exception {
        Path file = server.data().resolve(name);
        write(file, type, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.setOwner(file, Files.getOwner(server.data()));
    }

    private static void write(Path file, String type, byte[] content) throws Exception {
        String text =
                "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                        .formatted(
                                type,
                                Base64.getMimeEncoder(64, new byte[] {'\n'})
                                        .encodeToString(content),
                                type);
        Files.write(file, text.getBytes(StandardCharsets.US_ASCII));
    }
}
