package dev.landfall.core.judge;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.catalogue.Destinations;
import dev.landfall.core.model.Endpoint;
import dev.landfall.core.model.ModelRef.Kind;
import dev.landfall.core.pairing.Errors;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The Region verdict of a call: the table of the design, tested from the top.
 *
 * @param reason why the Region is unknown; null for every other verdict
 * @param named every Region that any witness names
 * @param region where it ran; null: not shown, or nothing ran
 * @param outsideCatalogue named Regions that the catalogue says cannot be
 */
record Verdicts(
    Verdict verdict,
    @Nullable String reason,
    SortedSet<String> trail,
    SortedSet<String> log,
    SortedSet<String> named,
    @Nullable String region,
    SortedSet<String> outsideCatalogue) {

  static final String FAILED = "failed-after-start";
  static final String GUARDRAIL = "guardrail-blocked";
  static final String ABSENT = "field-absent";
  static final String UNRESOLVED = "unresolved-profile";

  private static final SortedSet<String> NONE = Collections.emptySortedSet();

  static Verdicts of(Circumstances c, Target target, Catalogue catalogue) {
    SortedSet<String> trail = c.trail();
    SortedSet<String> log = c.log();
    if (trail.isEmpty() && log.isEmpty()) {
      return unnamed(c, target);
    }
    SortedSet<String> named = union(trail, log);
    if (named.size() > 1) {
      // Which of them was observed is just what nobody knows, so none speaks against the catalogue.
      return new Verdicts(Verdict.CONFLICT, null, trail, log, named, null, NONE);
    }
    SortedSet<String> outside = outside(named, c, target, catalogue);
    Verdict verdict =
        log.isEmpty()
            ? Verdict.TRAIL_ONLY_NAMED
            : trail.isEmpty() ? Verdict.LOG_ONLY_NAMED : Verdict.AGREED;
    return new Verdicts(verdict, null, trail, log, named, named.first(), outside);
  }

  private static Verdicts unnamed(Circumstances c, Target target) {
    if (Errors.refused(c.errorCode()) && c.noTokens() && !c.completed()) {
      return silent(Verdict.NOT_RUN, null, null);
    }
    String source = c.sourceRegion();
    if (source != null && stays(c, target)) {
      return silent(Verdict.BY_RULE, null, source);
    }
    if (target.destinations().isClosed()) {
      return silent(Verdict.BOUNDED, null, null);
    }
    return silent(Verdict.UNKNOWN, reason(c, target), null);
  }

  private static Verdicts silent(
      Verdict verdict, @Nullable String reason, @Nullable String region) {
    return new Verdicts(verdict, reason, NONE, NONE, NONE, region, NONE);
  }

  private static boolean stays(Circumstances c, Target target) {
    return c.endpoint() == Endpoint.MANTLE || target.staysByKind();
  }

  /**
   * The first that applies of: it failed, it was blocked, its profile is a riddle, the field is
   * absent.
   */
  private static String reason(Circumstances c, Target target) {
    if (c.errorCode() != null) {
      return FAILED;
    }
    if (c.guardrailBlocked()) {
      return GUARDRAIL;
    }
    boolean riddle =
        target.ref() != null
            && (!target.resolved()
                || target.destinations().kind() == Destinations.Kind.NO_PROFILE
                    && target.kind() != Kind.GLOBAL_PROFILE);
    return riddle ? UNRESOLVED : ABSENT;
  }

  /**
   * For a closed set what is not in it; for what stays by rule all but the source Region; for an
   * open one a Region that is not of the call's partition, as far as the catalogue knows Regions.
   */
  private static SortedSet<String> outside(
      SortedSet<String> named, Circumstances c, Target target, Catalogue catalogue) {
    SortedSet<String> outside = NONE;
    for (String region : named) {
      boolean out =
          switch (target.destinations().kind()) {
            case CLOSED -> !target.destinations().regions().contains(region);
            case OPEN -> !"aws".equals(catalogue.partition(region));
            case UNKNOWN, NO_PROFILE ->
                stays(c, target) && c.sourceRegion() != null && !region.equals(c.sourceRegion());
          };
      if (out) {
        outside = outside.isEmpty() ? new TreeSet<>() : outside;
        outside.add(region);
      }
    }
    return outside;
  }

  private static SortedSet<String> union(SortedSet<String> a, SortedSet<String> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    SortedSet<String> all = new TreeSet<>(a);
    all.addAll(b);
    return all;
  }
}
