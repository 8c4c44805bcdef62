package dev.landfall.ingest.doctor;

import dev.landfall.ingest.config.HeartbeatConfig;
import dev.landfall.ingest.config.Secret;
import dev.landfall.ingest.config.SinkConfig;
import dev.landfall.ingest.sink.AddressGuard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whether a sink answers: a connection, with its certificate where there is one, and nothing sent.
 *
 * <p>Neither address nor host is shown, for both may be secret. Addresses of the machine's own link
 * and of clouds' metadata services are refused unasked.
 */
final class SinkCheck implements Check {
  private static final int MILLIS = 5_000;
  // PagerDuty Events API v2, where the configuration names no other
  private static final String PAGERDUTY = "https://events.pagerduty.com/";

  private final String name;
  private final String subject;
  private final @Nullable Secret url;

  SinkCheck(SinkConfig sink) {
    this("sink", sink.id() + " (" + sink.type().name().toLowerCase(Locale.ROOT) + ")", sink.url());
  }

  /** Whoever waits for a sign of life. */
  SinkCheck(HeartbeatConfig heartbeat) {
    this("heartbeat", heartbeat.kind().name().toLowerCase(Locale.ROOT), heartbeat.url());
  }

  private SinkCheck(String name, String subject, @Nullable Secret url) {
    this.name = name;
    this.subject = subject;
    this.url = url;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String subject() {
    return subject;
  }

  @Override
  public List<Line> look() {
    URI address;
    try {
      address = URI.create(url == null ? PAGERDUTY : url.reveal());
    } catch (IllegalArgumentException e) {
      return List.of(Line.gap(name, subject(), "the address is not one", "mend 'url'"));
    }
    String host = address.getHost();
    if (host == null) {
      return List.of(Line.gap(name, subject(), "the address names no host", "mend 'url'"));
    }
    boolean tls = "https".equalsIgnoreCase(address.getScheme());
    int port = address.getPort() > 0 ? address.getPort() : tls ? 443 : 80;
    return List.of(connected(host.replaceAll("[\\[\\]]", ""), port, tls));
  }

  private Line connected(String host, int port, boolean tls) {
    try {
      InetAddress[] found = InetAddress.getAllByName(host);
      for (InetAddress one : found) {
        if (AddressGuard.isForbidden(one)) {
          return Line.gap(
              name,
              subject(),
              "the address lies in a link-local or metadata network and was not asked",
              "mend 'url'");
        }
      }
      return asked(new InetSocketAddress(found[0], port), host, tls);
    } catch (UnknownHostException e) {
      return Line.gap(name, subject(), "its host has no address", "mend 'url', or the name server");
    } catch (IOException e) {
      return Line.gap(
          name, subject(), "nobody answers", "start it, or open the way from this machine");
    }
  }

  private Line asked(InetSocketAddress to, String host, boolean tls) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(to, MILLIS);
      if (!tls) {
        return Line.fine(name, subject(), "answers");
      }
      socket.setSoTimeout(MILLIS);
      try {
        greet(socket, host, to.getPort());
        return Line.fine(name, subject(), "answers, and its certificate holds");
      } catch (IOException e) {
        return Line.gap(
            name,
            subject(),
            "answers, but no TLS could be agreed on",
            "see that it speaks https and that this machine trusts its certificate");
      }
    }
  }

  private static void greet(Socket socket, String host, int port) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    try (SSLSocket secure = (SSLSocket) factory.createSocket(socket, host, port, true)) {
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      secure.startHandshake();
    }
  }
}
