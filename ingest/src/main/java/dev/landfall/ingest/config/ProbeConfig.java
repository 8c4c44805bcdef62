package dev.landfall.ingest.config;

import java.nio.file.Path;
import java.time.Duration;

/** A plan of the latency probe that {@code up} runs beside the job, and how often. */
public record ProbeConfig(Path plan, Duration every) {}
