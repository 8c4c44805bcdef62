package dev.landfall.ingest.lookup;

import dev.landfall.ingest.aws.AwsAccess;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Keeps all sources of this process below LookupEvents' two requests a second per account and
 * Region.
 *
 * <p>Source: CloudTrail API reference, LookupEvents. The limit is the account's, shared with the
 * console and with other programs, so a throttling answer is still possible. Threads: safe.
 */
final class Pace {
  /** A little over half a second, for requests do not arrive as evenly as they leave. */
  private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(520);

  private static final Map<String, Pace> SHARED = new ConcurrentHashMap<>();

  private boolean begun;
  private long next;

  Pace() {}

  /** The one pace of that account, Region and address. */
  static Pace of(AwsAccess access) {
    String role = access.roleArn();
    // arn:aws:iam::<account>:role/…; all that use their own credentials share an account
    String account = role == null ? "own" : role.split(":", 6)[4];
    return SHARED.computeIfAbsent(
        account + '|' + access.region() + '|' + access.endpoint(), key -> new Pace());
  }

  /** Returns when the next request may leave. */
  void await(LookupTime time) throws InterruptedException {
    long wait = reserve(time.nanos());
    if (wait > 0) {
      time.sleep(TimeUnit.NANOSECONDS.toMillis(wait) + 1);
    }
  }

  private synchronized long reserve(long now) {
    long slot = begun && next - now > 0 ? next : now;
    begun = true;
    next = slot + BETWEEN_NANOS;
    return slot - now;
  }
}
