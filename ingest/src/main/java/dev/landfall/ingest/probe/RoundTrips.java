package dev.landfall.ingest.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The network's own share, measured apart: how long a bare TCP connect to each endpoint takes.
 *
 * <p>Nothing is sent on these connections, so they need no permission and cost nothing. One connect
 * is one round trip; what stands between (a proxy, a VPC endpoint) answers in AWS's place and is
 * what is measured then. Units: milliseconds. Threads: measured by one, read by many.
 */
final class RoundTrips {
  private static final int PATIENCE_MS = 5_000;

  private final Map<String, URI> addresses = new LinkedHashMap<>();
  private final Map<String, Double> newest = new ConcurrentHashMap<>();

  RoundTrips(List<PlannedTarget> targets) {
    targets.forEach(target -> addresses.putIfAbsent(target.host(), target.address()));
  }

  /** The newest figure; null: none yet, or the last try failed. */
  @Nullable Double newest(PlannedTarget target) {
    return newest.get(target.host());
  }

  /**
   * Measures every endpoint once; gives those that could not be reached, with the kind of fault.
   */
  Map<String, String> measure() {
    Map<String, String> faults = new LinkedHashMap<>();
    addresses.forEach(
        (host, address) -> {
          // The name is looked up before, so that it does not count.
          InetSocketAddress to = new InetSocketAddress(address.getHost(), port(address));
          if (to.isUnresolved()) {
            newest.remove(host);
            faults.put(host, "its name is not known here");
            return;
          }
          try (Socket socket = new Socket()) {
            long before = System.nanoTime();
            socket.connect(to, PATIENCE_MS);
            newest.put(host, (System.nanoTime() - before) / 1e6);
          } catch (IOException e) {
            newest.remove(host);
            faults.put(host, "no connection (" + e.getClass().getSimpleName() + ")");
          }
        });
    return faults;
  }

  int endpoints() {
    return addresses.size();
  }

  private static int port(URI address) {
    if (address.getPort() > 0) {
      return address.getPort();
    }
    return "http".equals(address.getScheme()) ? 80 : 443;
  }
}
