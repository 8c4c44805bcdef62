package dev.landfall.ingest.sink;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a sink's address away from where machines keep their secrets: link-local networks and
 * metadata services, whatever name leads there. Loopback is reached only by its own name.
 *
 * <p>Shape: the name is resolved and every address looked at before each request; the request that
 * follows uses Java's answer of a moment ago, which it keeps for 30 seconds. Redirects are not
 * followed.
 */
public final class AddressGuard {
  private static final Set<String> METADATA_NAMES =
      Set.of("metadata.google.internal", "metadata.goog", "instance-data", "metadata");
  private static final List<String> METADATA_ADDRESSES =
      List.of("100.100.100.200", "192.0.0.192", "168.63.129.16");

  /** Finds the addresses of a name. */
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private final Resolver resolver;

  AddressGuard(Resolver resolver) {
    this.resolver = resolver;
  }

  static AddressGuard usual() {
    return new AddressGuard(InetAddress::getAllByName);
  }

  /** Why the address may not be used; null: it may. */
  @Nullable String refuses(URI address) throws UnknownHostException {
    String host = address.getHost();
    if (host == null) {
      return "the address names no host";
    }
    String name = host.toLowerCase(Locale.ROOT);
    name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    if (METADATA_NAMES.contains(name) || name.startsWith("instance-data.")) {
      return "the address is a metadata service";
    }
    boolean loopback = loopbackByName(name);
    for (InetAddress each : resolver.resolve(host)) {
      String why = refuses(each, loopback);
      if (why != null) {
        return why;
      }
    }
    return null;
  }

  private static boolean loopbackByName(String name) {
    return name.equals("localhost")
        || name.equals("[::1]")
        || name.equals("::1")
        || name.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
  }

  /** Whether an address is refused whatever name led there. */
  public static boolean isForbidden(InetAddress address) throws UnknownHostException {
    return refuses(address, true) != null;
  }

  /** fd00:ec2::/32, where EC2 keeps its services for instances. */
  private static boolean ofInstances(InetAddress address) {
    byte[] b = address.getAddress();
    return b.length == 16
        && (b[0] & 0xff) == 0xfd
        && b[1] == 0
        && b[2] == 0x0e
        && (b[3] & 0xff) == 0xc2;
  }

  private static @Nullable String refuses(InetAddress given, boolean loopbackNamed)
      throws UnknownHostException {
    InetAddress address = embedded(given);
    if (address.isLinkLocalAddress()) {
      return "the address is on a link-local network";
    }
    if (ofInstances(address)) {
      return "the address is a metadata service";
    }
    for (String metadata : METADATA_ADDRESSES) {
      if (address.equals(InetAddress.getByName(metadata))) {
        return "the address is a metadata service";
      }
    }
    if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
      return "the address is not one machine's";
    }
    return address.isLoopbackAddress() && !loopbackNamed
        ? "the name leads to this machine; write 127.0.0.1 if that is meant"
        : null;
  }

  /** The IPv4 address inside an IPv6 one, for forms that routers translate. */
  private static InetAddress embedded(InetAddress address) throws UnknownHostException {
    if (address instanceof Inet4Address || !(address instanceof Inet6Address)) {
      return address;
    }
    byte[] b = address.getAddress();
    boolean nat64 = b[0] == 0 && b[1] == 0x64 && (b[2] & 0xff) == 0xff && (b[3] & 0xff) == 0x9b;
    boolean sixToFour = b[0] == 0x20 && b[1] == 0x02;
    boolean compatible = zero(b, 12) && (b[12] != 0 || b[13] != 0);
    if (nat64 || compatible) {
      return InetAddress.getByAddress(Arrays.copyOfRange(b, 12, 16));
    }
    return sixToFour ? InetAddress.getByAddress(Arrays.copyOfRange(b, 2, 6)) : address;
  }

  private static boolean zero(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
