package dev.landfall.ingest.generate;

import java.util.HashMap;
import java.util.Map;

/**
 * Who calls: the {@code userIdentity} and ARN of a lane's sessions, prepared once.
 *
 * <p>Source: the shape of an AssumedRole identity in CloudTrail event version 1.11.
 */
final class Identity {
  static final int SESSIONS = 400;

  private final Map<String, byte[]> prepared = new HashMap<>();

  static String arn(String account, String role, int session) {
    return "arn:aws:sts::" + account + ":assumed-role/" + role + '/' + name(role, session);
  }

  /** The {@code userIdentity} member, with its name. */
  byte[] member(String account, String role, int session) {
    return prepared.computeIfAbsent(
        account + role + session, key -> JsonBytes.ascii(json(account, role, session)));
  }

  private static String name(String role, int session) {
    return "i-0" + unique(role, session).toLowerCase(java.util.Locale.ROOT);
  }

  private static String json(String account, String role, int session) {
    String principal = "AROAEXAMPLE" + unique(role, 77).substring(0, 9);
    return ("\"userIdentity\":{\"type\":\"AssumedRole\",\"principalId\":\"%s:%s\",\"arn\":\"%s\","
            + "\"accountId\":\"%s\",\"accessKeyId\":\"ASIAEXAMPLE%s\",\"sessionContext\":{"
            + "\"sessionIssuer\":{\"type\":\"Role\",\"principalId\":\"%s\","
            + "\"arn\":\"arn:aws:iam::%s:role/%s\",\"accountId\":\"%s\",\"userName\":\"%s\"},"
            + "\"attributes\":{\"creationDate\":\"2026-11-01T21:28:17Z\","
            + "\"mfaAuthenticated\":\"false\"},\"ec2RoleDelivery\":\"2.0\"}}")
        .formatted(
            principal,
            name(role, session),
            arn(account, role, session),
            account,
            unique(role, session).substring(0, 9),
            principal,
            account,
            role,
            account,
            role);
  }

  /** Sixteen digits that are always the same for a role and session. */
  private static String unique(String role, int session) {
    long hash = session;
    for (int i = 0; i < role.length(); i++) {
      hash = Dice.mix(hash * 31 + role.charAt(i));
    }
    return "%016X".formatted(hash);
  }
}
