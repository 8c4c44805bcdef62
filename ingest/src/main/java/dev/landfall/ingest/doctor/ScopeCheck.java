package dev.landfall.ingest.doctor;

import dev.landfall.ingest.config.SourceConfig;
import java.util.ArrayList;
import java.util.List;

/** What a bucket's source relies on and the doctor does not look at: it is unknown, not fine. */
final class ScopeCheck implements Check {
  private static final String QUEUE = "notifications";
  private static final String REGIONS = "regions";
  private static final String ACCOUNTS = "accounts";

  private final SourceConfig.S3 source;

  ScopeCheck(SourceConfig.S3 source) {
    this.source = source;
  }

  /** Whether there is anything to say. */
  static boolean applies(SourceConfig.S3 source) {
    return source.queue() != null || source.regions().isEmpty() || source.accounts().isEmpty();
  }

  @Override
  public String name() {
    return source.queue() != null ? QUEUE : source.regions().isEmpty() ? REGIONS : ACCOUNTS;
  }

  @Override
  public String subject() {
    return source.place();
  }

  @Override
  public List<Line> look() {
    List<Line> lines = new ArrayList<>();
    if (source.queue() != null) {
      lines.add(
          Line.unknown(
              QUEUE,
              subject(),
              "the queue is not looked at: to receive from it would hide messages from the job",
              "see on the page of sources that objects arrive"));
    }
    if (source.regions().isEmpty()) {
      lines.add(
          Line.unknown(
              REGIONS,
              subject(),
              "all Regions are read and only " + source.access().region() + " is looked at",
              "name them under 'regions' to have each looked at"));
    }
    if (source.accounts().isEmpty()) {
      lines.add(
          Line.unknown(
              ACCOUNTS,
              subject(),
              "all accounts are read and only that of the credentials is looked at",
              "run doctor in each account, with its own credentials or role_arn"));
    }
    return lines;
  }
}
