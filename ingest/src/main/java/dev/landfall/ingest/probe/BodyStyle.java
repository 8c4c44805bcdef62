package dev.landfall.ingest.probe;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.model.ModelRef;
import dev.landfall.core.probe.TokenPrices;
import org.jspecify.annotations.Nullable;

/** Whose request body InvokeModel takes for a model. */
enum BodyStyle {
  ANTHROPIC,
  NOVA;

  /** By the provider in the base model's id; null: not one of ours. */
  static @Nullable BodyStyle of(ModelRef asSent, Catalogue catalogue) {
    // Routes do not change what a model is, so the newest row will do.
    String model = TokenPrices.resolved(catalogue, asSent, System.currentTimeMillis()).model();
    if (model == null) {
      return null;
    }
    if (model.startsWith("anthropic.")) {
      return ANTHROPIC;
    }
    return model.startsWith("amazon.nova-") ? NOVA : null;
  }
}
