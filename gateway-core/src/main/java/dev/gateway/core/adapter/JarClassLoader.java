package dev.gateway.core.adapter;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;

/**
 * A class loader for jars that are held in memory. Classes of the parent come from the parent.
 * Adapters share it, so that one jar can hold classes that another one needs.
 */
final class JarClassLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final List<AdapterJar> jars;

    JarClassLoader(List<AdapterJar> jars, ClassLoader parent) {
        super("adapters", parent);
        this.jars = List.copyOf(jars);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String entry = name.replace('.', '/') + ".class";
        for (AdapterJar jar : jars) {
            byte[] bytes = jar.entries().get(entry);
            if (bytes != null) {
                return defineClass(name, bytes, 0, bytes.length, domain(jar));
            }
        }
        throw new ClassNotFoundException(name);
    }

    private ProtectionDomain domain(AdapterJar jar) {
        try {
            var source = new CodeSource(jar.file().toUri().toURL(), (Certificate[]) null);
            return new ProtectionDomain(source, null, this, null);
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a file has no URL: " + jar.file(), e);
        }
    }

    @Override
    protected URL findResource(String name) {
        return urls(name).stream().findFirst().orElse(null);
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        return Collections.enumeration(urls(name));
    }

    private List<URL> urls(String name) {
        return jars.stream()
                .filter(jar -> jar.entries().containsKey(name))
                .map(jar -> url(jar, name))
                .filter(Objects::nonNull)
                .toList();
    }

    private static URL url(AdapterJar jar, String name) {
        byte[] bytes = jar.entries().get(name);
        try {
            return new URL(null, "adapter:" + jar.file() + "!/" + name, new InMemoryHandler(bytes));
        } catch (MalformedURLException e) {
            return null; // As for a missing one: a resource may have any name.
        }
    }

    /** The access to entries that are held in memory. */
    private static final class InMemoryHandler extends URLStreamHandler {

        private final byte[] bytes;

        InMemoryHandler(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() throws IOException {
                    connected = true;
                }

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(bytes);
                }

                @Override
                public long getContentLengthLong() {
                    return bytes.length;
                }
            };
        }
    }
}
