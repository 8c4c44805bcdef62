package dev.landfall.core.alert;

import dev.landfall.core.canary.Canary;
import dev.landfall.core.detect.Severity;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which sinks are told of a finding: the first route that matches decides.
 *
 * <p>Missing: without any route every sink is told of everything from a warning up; where routes
 * exist and none matches, nobody is told.
 */
public final class Routing implements Serializable {
  private static final long serialVersionUID = 1;

  private static final String BREACH = "residency-breach";

  private final List<Route> routes;
  private final Set<String> pagers;

  /**
   * @param pagers sinks that wake people: digests go past them where the route has others
   */
  public Routing(List<Route> routes, List<String> sinks, Set<String> pagers) {
    this.routes =
        List.copyOf(
            routes.isEmpty()
                ? List.of(new Route(null, Severity.WARNING, null, null, sinks))
                : routes);
    this.pagers = Set.copyOf(pagers);
  }

  public List<String> of(FindingRevision finding) {
    if (Canary.isRule(finding.rule())) {
      return ofCanary();
    }
    return routes.stream()
        .filter(route -> route.matches(finding))
        .findFirst()
        .map(Route::sinks)
        .orElse(List.of());
  }

  /** Its own route where there is one, else the way that a breach would go. */
  private List<String> ofCanary() {
    return Stream.of(Canary.RULE, BREACH)
        .flatMap(rule -> routes.stream().filter(route -> rule.equals(route.rule())))
        .findFirst()
        .or(() -> routes.stream().filter(Route::takesBreaches).findFirst())
        .map(Route::sinks)
        .orElse(List.of());
  }

  public List<String> ofDigest(FindingRevision finding) {
    List<String> all = of(finding);
    List<String> quiet = all.stream().filter(sink -> !pagers.contains(sink)).toList();
    return quiet.isEmpty() ? all : quiet;
  }

  /** Every sink that some route names. */
  public Stream<String> sinks() {
    return routes.stream().flatMap(route -> route.sinks().stream()).distinct();
  }
}
