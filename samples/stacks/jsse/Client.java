import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A TLS client made of Java's JSSE, for the samples: sends one HTTP request and prints what comes.
 *
 * <p>Run from source: {@code java Client.java ROOTS.pem HOST PORT [PROTOCOL...]}
 */
public final class Client {
    private Client() {}

    public static void main(String[] args) throws Exception {
        if (args.length < 3) {
            System.err.println("usage: Client ROOTS.pem HOST PORT [PROTOCOL...]");
            System.exit(2);
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trusting(Path.of(args[0])).getTrustManagers(), null);
        String host = args[1];
        int port = Integer.parseInt(args[2]);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(host, port)) {
            if (args.length > 3) {
                socket.setEnabledProtocols(java.util.Arrays.copyOfRange(args, 3, args.length));
            }
            socket.setSoTimeout(10_000);
            String request = "GET /hello.txt HTTP/1.0\r\nHost: " + host + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().transferTo(System.out);
        }
    }

    private static TrustManagerFactory trusting(Path roots) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(roots)) {
            int n = 0;
            for (Certificate c : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("root" + n++, c);
            }
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
