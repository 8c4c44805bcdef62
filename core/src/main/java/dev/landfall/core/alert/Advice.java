package dev.landfall.core.alert;

import dev.landfall.core.canary.Canary;
import dev.landfall.core.canary.CanaryBook;
import dev.landfall.core.detect.DetectorSpec;
import dev.landfall.core.detect.Detectors;
import dev.landfall.core.policy.Countries;
import dev.landfall.core.policy.Policy;
import dev.landfall.core.policy.PolicyException;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.policy.Workload;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a message says beside the numbers: limit and value, the likeliest cause, the next step.
 *
 * <p>Shape: a pure function of the finding, the policy and the atlas. It names accounts, workloads,
 * profiles and Regions, never a caller: roles and users may carry a person's name.
 */
public final class Advice {
  private static final Given PLANTED =
      new Given(
          "CANARY: planted breach, nothing is wrong",
          null,
          null,
          "Landfall planted this itself, to show that alerts arrive.",
          "Nothing: it ends by itself. 'landfall report canary' keeps the delay.");
  private static final Given MISSED =
      new Given(
          "CANARY MISSED: a planted breach did not arrive in time",
          null,
          "every sink takes a canary in time",
          "The source is not read, the job is behind, or a sink does not answer.",
          "Run: landfall doctor; then: landfall canary");

  private final PolicyHistory policies;
  private final Countries countries;

  public Advice(PolicyHistory policies, Countries countries) {
    this.policies = policies;
    this.countries = countries;
  }

  /**
   * For one finding.
   *
   * @param value what is so, in words; null: the rule has none
   * @param limit what it is held against; null: the rule has none
   */
  public record Given(
      String title, @Nullable String value, @Nullable String limit, String cause, String next) {}

  public Given on(FindingRevision f) {
    if (Canary.isRule(f.rule())) {
      return CanaryBook.isMissed(f.findingId()) ? MISSED : PLANTED;
    }
    Optional<DetectorSpec> spec =
        Detectors.all().stream().filter(d -> d.id().equals(f.rule())).findFirst();
    String title = spec.map(DetectorSpec::title).orElse(f.rule());
    String cause = f.cause();
    return new Given(
        title,
        value(f),
        limit(f),
        cause == null ? cause(f) : cause,
        next(f, spec.map(DetectorSpec::triage).orElse("Open the page and read the runbook.")));
  }

  private @Nullable String value(FindingRevision f) {
    if (f.value() != null) {
      return f.value();
    }
    String region = f.region();
    return region == null ? null : place(region);
  }

  private @Nullable String limit(FindingRevision f) {
    if (f.limit() != null) {
      return f.limit();
    }
    return switch (f.rule()) {
      case "residency-breach", "residency-unproven", "profile-exposure" -> allowed(f);
      case "evidence-gap" -> "every call is recorded";
      case "workload-unclassified" -> "every caller has a workload";
      case "client-fallback" -> "one source Region";
      default -> null;
    };
  }

  private @Nullable String allowed(FindingRevision f) {
    Policy policy = policies.at(f.lastSeenAt());
    for (Workload workload : policy.workloads()) {
      if (workload.id().equals(f.workload())) {
        return workload.allowed().text();
      }
    }
    return f.workload() == null ? null : policy.defaultAllowed().text();
  }

  private String cause(FindingRevision f) {
    String profile = profile(f.profile());
    return switch (f.rule()) {
      case "residency-breach" -> expired(f) + breach(f, profile);
      case "residency-unproven" ->
          "The records name no Region, or different ones, and "
              + profile
              + " may lead outside the allowed places.";
      case "profile-exposure" ->
          profile + " may send calls outside the allowed places, whatever it did so far.";
      case "workload-unclassified" -> "A caller is new, or no workload's match covers it.";
      case "outside-catalogue" ->
          "AWS changed where " + profile + " leads, or the catalogue's rows are old.";
      case "catalogue-gap" -> profile + " is newer than the catalogue.";
      case "evidence-gap" -> gap(f.subject());
      case "quota-pressure" -> "The row's callers take nearly all that the quota allows.";
      case "throttle-ratio" -> "A quota of the row is used up, or AWS has no capacity left for it.";
      case "region-mix-drift" ->
          "AWS moves calls of a profile when the Region called is short of capacity, or callers"
              + " changed their profile.";
      case "latency-regression" -> f.region() + " is slow or busy, or the prompts have grown.";
      case "client-fallback" ->
          "A client goes elsewhere by itself when it is throttled; its quota is too small.";
      default -> "See the runbook.";
    };
  }

  private static String breach(FindingRevision f, String profile) {
    if (f.profile() != null && f.profile().startsWith("global.")) {
      return "The profile " + profile + " may run in any commercial Region.";
    }
    return "The calls used " + profile + ", which led to " + f.region() + ".";
  }

  /** An exception that covered this Region and ran out: the reason why it is told now. */
  private String expired(FindingRevision f) {
    String region = f.region();
    if (region == null || f.workload() == null) {
      return "";
    }
    String country = countries.country(region);
    PolicyException last = null;
    for (PolicyException each : policies.at(f.lastSeenAt()).exceptions()) {
      if (each.workload().equals(f.workload())
          && each.regions().allows(region, country)
          && !each.inForce(f.lastSeenAt())
          && startOfDay(each) <= f.lastSeenAt()
          && (last == null || each.expires().isAfter(last.expires()))) {
        last = each;
      }
    }
    return last == null
        ? ""
        : "The exception " + last.id() + " expired on " + last.expires() + ". ";
  }

  private static long startOfDay(PolicyException exception) {
    return exception.approvedOn().atStartOfDay(java.time.ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  private static String gap(@Nullable String subject) {
    String what = subject == null ? "" : subject;
    if (what.startsWith("logging-off")) {
      return "Somebody switched model invocation logging off.";
    }
    if (what.startsWith("trail-off")) {
      return "Somebody stopped or deleted the trail.";
    }
    if (what.startsWith("logging-") || what.startsWith("trail-") || what.startsWith("selectors-")) {
      return "Somebody changed what is recorded; it may be less now.";
    }
    if (what.contains(" unreadable")) {
      return "Landfall may not read the objects, or their key.";
    }
    return what.contains(" damaged")
        ? "The objects are damaged or were not written whole."
        : "Records did not come that were to come.";
  }

  private static String next(FindingRevision f, String triage) {
    String sample = f.sample();
    if (f.rule().equals("quota-pressure") || f.rule().equals("throttle-ratio")) {
      return "Run: landfall report quota";
    }
    return sample == null ? triage : "Run: landfall explain " + sample;
  }

  /** A Region with its country. */
  public String place(String region) {
    String country = countries.country(region);
    return country == null ? region + " (country not known)" : region + " (" + country + ")";
  }

  /** A profile as people know it: of an ARN its kind and last part, without the account. */
  public static String profile(@Nullable String profile) {
    if (profile == null) {
      return "a model that is not said";
    }
    int colon = profile.startsWith("arn:") ? profile.lastIndexOf(':') : -1;
    return profile.substring(colon + 1);
  }
}
