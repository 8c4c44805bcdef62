package dev.landfall.core.detect;

import dev.landfall.core.canary.Canary;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One reason for a finding: one call or event that a rule objects to.
 *
 * <p>Shape: many grounds make one finding; its identity is what is wrong (rule, account, workload,
 * profile, Region, subject), never the request. {@code headline} follows from the identity, so any
 * ground of a finding tells the same story. Units: {@code at} is epoch milliseconds UTC.
 *
 * @param subject role, source, setting or cause concerned; null: none
 */
public record Ground(
    String rule,
    long ruleVersion,
    Severity severity,
    @Nullable String account,
    @Nullable String workload,
    @Nullable String profile,
    @Nullable String region,
    @Nullable String subject,
    long at,
    String headline) {

  private static final int REMEMBERED = 10_000;
  private static final Map<String, String> IDS = new ConcurrentHashMap<>();

  /**
   * First 16 hex digits of the SHA-256 over the identity, parts joined by a vertical bar; a
   * canary's own fingerprint.
   */
  public String findingId() {
    if (rule.equals(Canary.RULE)) {
      return Canary.alert(subject);
    }
    String identity =
        rule
            + '|'
            + text(account)
            + '|'
            + text(workload)
            + '|'
            + text(profile)
            + '|'
            + text(region)
            + '|'
            + text(subject);
    String known = IDS.get(identity);
    if (known != null) {
      return known;
    }
    String id = hash(identity);
    // One finding has thousands of grounds: hashing each anew would cost more than judging it.
    if (IDS.size() < REMEMBERED) {
      IDS.put(identity, id);
    }
    return id;
  }

  /** The same ground at another time, epoch milliseconds UTC. */
  public Ground dated(long time) {
    return time == at
        ? this
        : new Ground(
            rule,
            ruleVersion,
            severity,
            account,
            workload,
            profile,
            region,
            subject,
            time,
            headline);
  }

  private static String text(@Nullable String part) {
    return part == null ? "" : part;
  }

  private static String hash(String identity) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
