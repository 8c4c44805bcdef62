package dev.landfall.jobs.alert;

import dev.landfall.core.alert.Advice;
import dev.landfall.core.alert.AlertTerms;
import dev.landfall.core.alert.Backoff;
import dev.landfall.core.alert.Route;
import dev.landfall.core.alert.Routing;
import dev.landfall.core.alert.SinkTerms;
import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.detect.Severity;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.ingest.config.AlertConfig;
import dev.landfall.ingest.config.LakePlace;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.ingest.config.RouteConfig;
import dev.landfall.ingest.config.SinkConfig;
import dev.landfall.ingest.sink.Sinks;
import dev.landfall.ingest.sink.Wording;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All that the alert desk is told from outside; travels with the job. */
public record DeskSettings(
    List<SinkConfig> sinks,
    Routing routing,
    AlertTerms terms,
    Backoff backoff,
    Duration timeout,
    PolicyHistory policy,
    Catalogue catalogue,
    LakePlace lake,
    @Nullable String publicUrl,
    Clock clock)
    implements Serializable {
  public DeskSettings {
    sinks = new ArrayList<>(sinks); // a list that Java serializes as it is
  }

  public static DeskSettings of(
      LandfallConfig config, PolicyHistory policy, Catalogue catalogue, Clock clock) {
    AlertConfig c = config.alerts();
    Set<String> pagers =
        config.sinks().stream()
            .filter(Sinks::pages)
            .map(SinkConfig::id)
            .collect(Collectors.toUnmodifiableSet());
    return new DeskSettings(
        config.sinks(),
        new Routing(
            config.routes().stream().map(DeskSettings::route).toList(),
            config.sinks().stream().map(SinkConfig::id).toList(),
            pagers),
        new AlertTerms(
            c.maxAge(),
            c.repeatInterval(),
            c.groupInterval(),
            c.burst(),
            c.digestWait(),
            c.mostWaiting()),
        new Backoff(c.retryFirst(), c.retryMost(), c.giveUp()),
        c.timeout(),
        policy,
        catalogue,
        config.lake(),
        config.web().publicUrl(),
        clock);
  }

  private static Route route(RouteConfig route) {
    String least = route.minSeverity();
    return new Route(
        route.finding(),
        least == null ? Severity.WARNING : Severity.valueOf(least.toUpperCase(Locale.ROOT)),
        route.workload(),
        route.account(),
        route.sinks());
  }

  List<SinkTerms> sinkTerms() {
    return sinks.stream().map(Sinks::terms).toList();
  }

  Sinks open() {
    return new Sinks(
        sinks, new Wording(new Advice(policy, catalogue::country), publicUrl), timeout, clock);
  }
}
