package dev.landfall.core.judge;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.catalogue.Destinations;
import dev.landfall.core.model.Endpoint;
import dev.landfall.core.model.ModelRef;
import dev.landfall.core.model.ModelRef.Kind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call was sent to, resolved by the catalogue in force when it was made.
 *
 * @param ref the id as written
 * @param meant what the id stands for: the same, or what an application profile resolves to
 * @param resolved false: the id may stand for a profile and nobody says which
 * @param routed the id names something that may send the call to another Region
 * @param destinations where it may lead; unknown unless it names a profile that is resolved
 */
record Target(
    @Nullable ModelRef ref,
    @Nullable ModelRef meant,
    boolean resolved,
    boolean routed,
    Destinations destinations) {

  private static final Target NOTHING =
      new Target(null, null, false, false, Destinations.unknown());

  /** Base model id; null: not known. */
  @Nullable String model() {
    return meant == null ? null : meant.model();
  }

  /** The profile as written, id or ARN; null: none was used. */
  @Nullable String profile() {
    return ref == null ? null : ref.profile();
  }

  /** The system profile in the end; null: none is known. */
  @Nullable String standsFor() {
    return meant == null ? null : meant.profile();
  }

  @Nullable Kind kind() {
    return ref == null ? null : ref.kind();
  }

  /** Stays in the source Region by the kind of the id; the closed list of the design. */
  boolean staysByKind() {
    return resolved
        && meant != null
        && (meant.kind() == Kind.FOUNDATION || meant.kind() == Kind.PROVISIONED);
  }

  /** The profile, or an application profile itself, has no row at all. */
  boolean uncatalogued() {
    if (ref == null) {
      return false;
    }
    boolean unknownApplication = ref.kind() == Kind.APPLICATION_PROFILE && !resolved;
    return unknownApplication || destinations.kind() == Destinations.Kind.NO_PROFILE;
  }

  /** Takes ids apart and looks them up. Thread-confined: it remembers ids. */
  static final class Finder {
    private static final int REMEMBERED = 1 << 14;
    private final Catalogue catalogue;
    private final Map<String, ModelRef> refs = new HashMap<>();

    Finder(Catalogue catalogue) {
      this.catalogue = catalogue;
    }

    /** {@code at}: when the call was made, any time of its span. */
    Target find(Circumstances c, long at) {
      String id = c.modelId();
      if (id == null) {
        return NOTHING;
      }
      ModelRef ref = ref(id);
      if (c.modelByCompletion()) {
        // The completion names the model that ran, never the profile that led to it.
        ModelRef model = new ModelRef(Kind.UNRECOGNISED, id, ref.model(), null, ref.arnRegion());
        return new Target(model, model, false, false, Destinations.unknown());
      }
      if (c.endpoint() == Endpoint.MANTLE) {
        return new Target(ref, ref, true, false, Destinations.unknown());
      }
      return ref.kind() == Kind.APPLICATION_PROFILE
          ? application(ref, c, at)
          : direct(ref, ref, c, at);
    }

    private Target application(ModelRef ref, Circumstances c, long at) {
      String standsFor = catalogue.applicationProfile(ref.raw(), at);
      return standsFor == null
          ? new Target(ref, asCompleted(ref, c), false, true, Destinations.unknown())
          : direct(ref, ref(standsFor), c, at);
    }

    /** The model that the stream's completion says ran; by which profile stays unresolved. */
    private ModelRef asCompleted(ModelRef ref, Circumstances c) {
      String ran = c.completionModelId();
      return ran == null
          ? ref
          : new ModelRef(ref.kind(), ref.raw(), ref(ran).model(), ref.profile(), ref.arnRegion());
    }

    private Target direct(ModelRef ref, ModelRef meant, Circumstances c, long at) {
      return switch (meant.kind()) {
        case FOUNDATION, PROVISIONED, CUSTOM ->
            new Target(ref, meant, true, false, Destinations.unknown());
        case GEOGRAPHIC_PROFILE, GLOBAL_PROFILE ->
            new Target(ref, meant, true, true, destinations(meant, c, at));
        case FOUNDATION_ANYWHERE -> new Target(ref, meant, true, true, Destinations.open());
        case APPLICATION_PROFILE, PROMPT, PROMPT_ROUTER, UNRECOGNISED ->
            new Target(ref, meant, false, true, Destinations.unknown());
      };
    }

    private Destinations destinations(ModelRef meant, Circumstances c, long at) {
      String profile = meant.profile();
      if (profile == null) {
        return Destinations.unknown();
      }
      String source = c.sourceRegion();
      return catalogue.destinations(profile, source == null ? "" : source, at);
    }

    private ModelRef ref(String id) {
      ModelRef ref = refs.get(id);
      if (ref == null) {
        if (refs.size() >= REMEMBERED) {
          refs.clear();
        }
        ref = ModelRef.parse(id);
        refs.put(id, ref);
      }
      return ref;
    }
  }
}
