package dev.landfall.reports.lake;

import dev.landfall.core.lake.LakeTable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The one place that says which calls the probe made, and where its requests ran.
 *
 * <p>A sample and a call are one request when their request ids are equal, and partition and
 * account too wherever the sample states them: it may not know its account. Of calls that a sample
 * without an account could be, all are marked as the probe's, and the first by account is where it
 * ran; AWS's request ids are unique, so there is one.
 *
 * <p>Shape: {@code marked_calls} is {@code calls} and {@code probed}, {@code marked_singles} so of
 * {@code single_calls} ({@link CountViews}); {@code user_calls} leaves the probe's out unless they
 * are asked for; {@code landed_probes} is {@code probes} with {@code matched}, and of the call
 * {@code inference_region}, {@code verdict} and {@code landed_account}. Without any sample the
 * first two are {@code calls} itself, at no cost.
 */
final class ProbeViews {
  private static final String SAME_REQUEST =
      "p.request_id = c.request_id and coalesce(p.partition = c.partition, true)"
          + " and coalesce(p.account = c.account, true)";

  private ProbeViews() {}

  static List<String> of(boolean probed, boolean including) {
    return List.of(
        marked("marked_calls", "calls", "", probed),
        marked("marked_singles", "single_calls", ", hourly", probed),
        user(including),
        landed());
  }

  private static String marked(String name, String of, String further, boolean probed) {
    if (!probed) {
      return "create temp view %s as select %s%s, false as probed from %s"
          .formatted(name, LakeViews.columns(LakeTable.CALLS), further, of);
    }
    return """
        create temp view %s as
        select %s%s, p.request_id is not null as probed
        from %s as c
        left join (
          select request_id, min(partition) as partition, min(account) as account
          from probes where request_id is not null group by request_id) as p
        on %s
        """
        .formatted(name, columns("c", LakeTable.CALLS), further, of, SAME_REQUEST);
  }

  private static String user(boolean including) {
    return "create temp view user_calls as select "
        + LakeViews.columns(LakeTable.CALLS)
        + (including ? " from calls" : " from marked_calls where not probed");
  }

  private static String landed() {
    return """
        create temp view landed_probes as
        select %s, c.request_id is not null as matched, c.inference_region, c.verdict,
          c.account as landed_account
        from probes as p
        left join calls as c on %s
        qualify row_number() over (partition by p.sample_id order by c.account) = 1
        """
        .formatted(columns("p", LakeTable.PROBES), SAME_REQUEST);
  }

  private static String columns(String of, LakeTable table) {
    return table.columns().stream()
        .map(column -> of + "." + LakeViews.quoted(column.name()))
        .collect(Collectors.joining(", "));
  }
}
