import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.reports.lake.LakeJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes a compacted lake of many calls directly as Parquet, without logs and without a job: what a
 * year of traffic leaves after {@code lake compact}, one sealed file of calls per day.
 *
 * <p>Skewed and seeded: accounts and workloads by a power law, a day's shape and a week's, six
 * models, five kinds of profile, log-normal latencies, every verdict. Objects are as CloudTrail
 * writes them, one per account, Region and five minutes in which anything happened, and an hour for
 * the invocation log. The counts derived from calls are not made: {@code lake compact} does that.
 *
 * <p>Usage: {@code java -cp '<dist>/lib/*' bench/BigLake.java OUT CALLS [DAYS] [SEED]}
 */
public final class BigLake {
  private static final LocalDate FIRST = LocalDate.parse("2025-11-01");

  private final Path lake;
  private final Statement sql;
  private final Map<String, List<DataFile>> files = new TreeMap<>();

  private BigLake(Path lake, Statement sql) {
    this.lake = lake;
    this.sql = sql;
  }

  public static void main(String[] args) throws Exception {
    Path lake = Path.of(args[0]).toAbsolutePath().resolve("lake");
    long calls = Long.parseLong(args[1]);
    int days = args.length > 2 ? Integer.parseInt(args[2]) : 365;
    long seed = args.length > 3 ? Long.parseLong(args[3]) : 1;
    Properties settings = new Properties();
    settings.setProperty("threads", "2");
    settings.setProperty("memory_limit", "4GB");
    try (Connection db = DriverManager.getConnection("jdbc:duckdb:", settings);
        Statement sql = db.createStatement()) {
      sql.execute("set timezone = 'UTC'");
      sql.execute(
          "create macro u(i, k) as (hash(i, k, " + seed + "::bigint) >> 11) / 9007199254740992.0");
      BigLake made = new BigLake(lake, sql);
      long before = 0;
      double weights = 0;
      for (int d = 0; d < days; d++) {
        weights += weight(d);
      }
      double sum = 0;
      for (int d = 0; d < days; d++) {
        sum += weight(d);
        long upTo = d == days - 1 ? calls : Math.round(calls * sum / weights);
        made.day(FIRST.plusDays(d), before, upTo);
        before = upTo;
        if (d % 30 == 29) {
          System.err.println(FIRST.plusDays(d) + ": " + before + " calls");
        }
      }
      made.findings();
      made.publish(FIRST.plusDays(days).atStartOfDay(ZoneOffset.UTC).toInstant());
    }
  }

  /** Working days carry three times a Sunday's traffic, and the year grows by two thirds. */
  private static double weight(int day) {
    int weekday = FIRST.plusDays(day).getDayOfWeek().getValue();
    return (weekday < 6 ? 3.0 : weekday == 6 ? 1.4 : 1.0) * (1 + day / 550.0);
  }

  private void day(LocalDate day, long from, long to) throws Exception {
    sql.execute("create or replace temp table c as " + calls(day, from, to));
    copy(LakeTable.CALLS, day, "select * exclude (nr) from c order by account, called_at, request_id", true);
    copy(LakeTable.QUOTA_MINUTES, day, QUOTA_MINUTES, true);
    copy(LakeTable.OBJECTS, day, OBJECTS, false);
    sql.execute((from == 0 ? "create temp table g as " : "insert into g ") + GROUNDS);
  }

  private static String calls(LocalDate day, long from, long to) {
    return """
        with a as (
          select nr, floor(12 * power(u(nr, 1), 2.6))::int as acc, u(nr, 2) as u2, u(nr, 3) as u3,
            u(nr, 4) as u4, u(nr, 5) as u5, u(nr, 6) as u6, u(nr, 7) as u7, u(nr, 8) as u8,
            u(nr, 9) as u9, u(nr, 10) as u10, md5(nr::varchar || 'id') as id, md5(nr::varchar || 'h') as h
          from range(%2$d, %3$d) as r(nr)
        ),
        b as (
          select *,
            (acc * 5 + floor(3 * u2 * u2)::int) %% 14 as wl,
            case when u3 < 0.92 then acc %% 5 else (acc + 1) %% 5 end as home,
            floor(6 * power(u4, 1.8))::int as mod,
            case when u5 < 0.62 then 'geo' when u5 < 0.82 then 'global' else 'plain' end as kind,
            -- two lumps, morning and afternoon, over a floor
            case when u6 < 0.2 then u7 * 86400 when u6 < 0.6 then 33000 + 9000 * (u7 + u8 - 1)
              else 54000 + 12000 * (u7 + u8 - 1) end as second,
            sqrt(-2 * ln(greatest(u9, 1e-12))) * cos(6.283185307 * u10) as g
          from a
        ),
        d as (
          select *,
            ['ap-southeast-6', 'ap-southeast-2', 'eu-central-1', 'us-east-1', 'eu-west-1'][home + 1] as src,
            [['ap-southeast-6', 'ap-southeast-2', 'ap-southeast-4'],
             ['ap-southeast-2', 'ap-southeast-4', 'ap-southeast-6'],
             ['eu-central-1', 'eu-west-1', 'eu-west-3'], ['us-east-1', 'us-west-2', 'us-east-2'],
             ['eu-west-1', 'eu-central-1', 'eu-north-1']][home + 1] as reach,
            ['au', 'au', 'eu', 'us', 'eu'][home + 1] as geo,
            ['anthropic.claude-sonnet-4-6', 'anthropic.claude-haiku-4-5', 'amazon.nova-pro-v1:0',
             'amazon.nova-lite-v1:0', 'meta.llama3-3-70b-instruct-v1:0',
             'mistral.pixtral-large-2502-v1:0'][mod + 1] as base,
            u(nr, 11) as v, u(nr, 12) as w, u(nr, 13) as z
          from b
        ),
        e as (
          select *,
            case when v < 0.02 then 'NOT_RUN' when v < 0.03 then 'UNKNOWN'
              when v < 0.034 then 'CONFLICT'
              when kind = 'plain' and v < 0.25 then 'BY_RULE'
              when kind = 'geo' and v < 0.05 then 'BOUNDED'
              when v < 0.11 then 'TRAIL_ONLY_NAMED' when v < 0.14 then 'LOG_ONLY_NAMED'
              else 'AGREED' end as vd,
            case when kind = 'plain' then src
              when kind = 'global' and w < 0.12 then
                ['ap-southeast-1', 'us-west-2', 'ap-northeast-1'][1 + floor(3 * z)::int]
              when w < 0.7 then reach[1] when w < 0.9 then reach[2] else reach[3] end as ran,
            (w < 0.55) as stream
          from d
        ),
        f as (
          select *,
            (date '%1$s')::timestamptz + to_microseconds((second * 1000000)::bigint) as made,
            case when vd in ('UNKNOWN', 'CONFLICT', 'BOUNDED', 'NOT_RUN') then null else ran end as inf,
            case when vd = 'NOT_RUN' then null else greatest(90, exp(7.9 + 0.75 * g))::bigint end as took,
            case when vd = 'NOT_RUN' then null else greatest(3, exp(6.2 + 1.2 * g))::bigint end as tin,
            case when vd = 'NOT_RUN' then null else greatest(1, exp(5.3 - 0.8 * g))::bigint end as tout,
            wl < 10 as limited
          from e
        )
        select nr,
          'aws' as partition,
          printf('%%012d', 111122223333 + acc * 1000003::bigint) as account,
          substr(id, 1, 8) || '-' || substr(id, 9, 4) || '-' || substr(id, 13, 4) || '-'
            || substr(id, 17, 4) || '-' || substr(id, 21, 12) as request_id,
          made as called_at,
          made + to_milliseconds(coalesce(took, 0)) as completed_at,
          src as source_region,
          case when stream then 'ConverseStream' when u8 < 0.8 then 'Converse' else 'InvokeModel' end as operation,
          stream as streaming,
          'runtime' as endpoint,
          case kind when 'plain' then base when 'geo' then geo || '.' || base else 'global.' || base end as model_id,
          base as model,
          case kind when 'plain' then null when 'geo' then geo || '.' || base else 'global.' || base end as profile,
          case kind when 'plain' then 'FOUNDATION_MODEL' else 'SYSTEM_PROFILE' end as profile_kind,
          'arn:aws:sts::' || printf('%%012d', 111122223333 + acc * 1000003::bigint) || ':assumed-role/app-'
            || wl || '/i-' || floor(u9 * 40)::int as principal,
          case when vd = 'NOT_RUN' then 'ThrottlingException' when u10 < 0.004 then 'ModelErrorException' end as error_code,
          case when vd = 'TRAIL_ONLY_NAMED' or vd = 'NOT_RUN' then 'TRAIL_ONLY'
            when vd = 'LOG_ONLY_NAMED' then 'LOG_ONLY' else 'BOTH' end as pairing,
          vd as verdict,
          case when vd = 'UNKNOWN' then 'field-absent' end as verdict_reason,
          case when vd in ('AGREED', 'TRAIL_ONLY_NAMED', 'CONFLICT') then ran end as trail_regions,
          case when vd in ('AGREED', 'LOG_ONLY_NAMED') then ran when vd = 'CONFLICT' then reach[2] end as log_regions,
          case when kind = 'geo' then array_to_string(reach, ',') end as bounded_regions,
          inf as inference_region,
          case when inf like 'ap-southeast-6' then 'NZ' when inf in ('ap-southeast-2', 'ap-southeast-4') then 'AU'
            when inf = 'ap-southeast-1' then 'SG' when inf = 'ap-northeast-1' then 'JP'
            when inf = 'eu-central-1' then 'DE' when inf = 'eu-west-1' then 'IE' when inf = 'eu-west-3' then 'FR'
            when inf = 'eu-north-1' then 'SE' when inf is not null then 'US' end as country,
          false as outside_catalogue,
          case when wl = 13 then 'default' else 'workload-' || wl end as workload,
          case when vd = 'NOT_RUN' then 'NOT_RUN' when not limited then 'UNLIMITED'
            when vd in ('UNKNOWN', 'CONFLICT') then 'UNPROVEN'
            when ran = any_ok then 'INSIDE' when list_contains(reach, ran) then 'INSIDE' else 'OUTSIDE' end as placement,
          case when limited and vd not in ('NOT_RUN', 'UNKNOWN', 'CONFLICT') and not list_contains(reach, ran)
            then 'residency-breach' || case when kind = 'global' then ',profile-exposure' else '' end
            when limited and vd in ('UNKNOWN', 'CONFLICT') then 'residency-unproven'
            when limited and kind = 'global' then 'profile-exposure' end as rules,
          case when made < timestamptz '2026-03-01 00:00:00+00' then '2025-09-01' else '2026-03-01' end as policy_version,
          '2026-11-01' as catalogue_version,
          case when pairing_log then tin end as input_tokens,
          case when pairing_log then tout end as output_tokens,
          case when pairing_log and u9 < 0.3 then (tin * 0.6)::bigint end as cache_read_tokens,
          case when pairing_log and u9 < 0.1 then (tin * 0.2)::bigint end as cache_write_tokens,
          case when u10 < 0.8 then 4096 end::bigint as max_tokens,
          case when u10 < 0.8 then 'stated' else 'unset' end as max_tokens_basis,
          case when pairing_log and not (u8 > 0.9) then took end as latency_ms,
          case when pairing_log and stream then (took * (0.1 + 0.1 * u7))::bigint end as first_token_ms,
          case kind when 'plain' then 'on-demand' when 'geo' then 'cross-region' else 'global' end as quota_row,
          5::bigint as burndown,
          case when pairing_log then tin + 5 * tout end as burn_tokens,
          tin + 4096 as reserved_tokens,
          null::varchar as metadata,
          case when vd in ('TRAIL_ONLY_NAMED', 'LOG_ONLY_NAMED', 'NOT_RUN') then 1 else 2 end::bigint
            + (stream and vd not in ('LOG_ONLY_NAMED', 'NOT_RUN'))::bigint as witnesses,
          0::bigint as addenda,
          (vd <> 'LOG_ONLY_NAMED')::bigint as trail_copies,
          (stream and vd not in ('LOG_ONLY_NAMED', 'NOT_RUN'))::bigint as completion_copies,
          (vd not in ('TRAIL_ONLY_NAMED', 'NOT_RUN'))::bigint as log_copies,
          0::bigint as addendum_copies,
          case when vd in ('TRAIL_ONLY_NAMED', 'LOG_ONLY_NAMED', 'NOT_RUN') then 1 else 2 end::bigint
            + (stream and vd not in ('LOG_ONLY_NAMED', 'NOT_RUN'))::bigint as copies,
          substr(h, 1, 16) as content_hash,
          'FINAL' as revision,
          made + interval 4 minutes as first_arrived_at,
          made + interval 7 minutes as last_arrived_at,
          encode('\\x01aws;trail;runtime;converse;' || src || ';' || base || ';') || unhex(h || id) as evidence,
          case when limited and not list_contains(reach, ran) then substr(md5(src || base || wl), 1, 16) end as finding_ids
        from (select *, reach[1] as any_ok, vd not in ('TRAIL_ONLY_NAMED', 'NOT_RUN') as pairing_log from f)
        """
        .formatted(day, from, to);
  }

  private static final String QUOTA_MINUTES =
      """
      select account, source_region, model, quota_row,
        date_trunc('minute', called_at) as minute_at,
        coalesce(sum(burn_tokens), 0)::bigint as settled_tokens,
        (coalesce(sum(burn_tokens), 0) + max(coalesce(reserved_tokens, 0)))::bigint as peak_rolling_tokens,
        (coalesce(sum(burn_tokens), 0) + max(coalesce(reserved_tokens, 0)))::bigint as peak_clock_tokens,
        max(coalesce(reserved_tokens, 0))::bigint as peak_reserved_tokens,
        count(*)::bigint as requests,
        count(*) filter (where error_code = 'ThrottlingException')::bigint as throttled,
        count(*) filter (where burn_tokens is null)::bigint as unknown_settled,
        0::bigint as unknown_reserved,
        200000::bigint as quota_tokens,
        200::bigint as quota_requests,
        1::bigint as revision,
        count(*) filter (where error_code is distinct from 'ThrottlingException')::bigint as peak_requests,
        null::bigint as quota_tokens_per_day,
        count(*) filter (where max_tokens_basis = 'unset')::bigint as unset_max_tokens,
        coalesce(sum(reserved_tokens), 0)::bigint as reserved_tokens,
        null::bigint as output_tokens,
        null::bigint as unknown_output,
        null::bigint as quota_output_tokens
      from c group by all order by account, source_region, model, quota_row, minute_at
      """;

  private static final String OBJECTS =
      """
      with o as (
        select 'cloudtrail' as kind, account, source_region as region,
          time_bucket(interval 5 minutes, called_at) as bucket,
          sum(trail_copies + completion_copies)::bigint as n, min(called_at) as a, max(called_at) as b
        from c where trail_copies > 0 group by all
        union all
        select 'invocation-log' as kind, account, source_region as region,
          date_trunc('hour', called_at) as bucket,
          sum(log_copies)::bigint as n, min(called_at) as a, max(called_at) as b
        from c where log_copies > 0 group by all)
      select
        case kind when 'cloudtrail' then
          's3://org-trail/AWSLogs/' || account || '/CloudTrail/' || region || '/' || strftime(bucket, '%Y/%m/%d/')
            || account || '_CloudTrail_' || region || '_' || strftime(bucket, '%Y%m%dT%H%MZ') || '_'
            || substr(md5(account || region || bucket), 1, 16) || '.json.gz'
        else 's3://bedrock-logs/AWSLogs/' || account || '/BedrockModelInvocationLogs/' || region || '/'
            || strftime(bucket, '%Y/%m/%d/%H/') || strftime(bucket, '%Y%m%dT%H%M%S000Z_')
            || substr(md5(account || region || bucket), 1, 16) || '.json.gz' end as uri,
        md5(kind || account || region || bucket) || md5(bucket || kind || account || region) as sha256,
        kind, account, region,
        case kind when 'cloudtrail' then date_trunc('day', bucket) else bucket end as covers_from_at,
        n * 400 as size_bytes, n * 1900 as raw_bytes, n + 3 as records, n as witness_records,
        0::bigint as addendum_records, 0::bigint as change_records, 3::bigint as ignored_records,
        '{"not-bedrock":3}' as ignored_reasons, 0::bigint as rejected_records,
        a as first_event_at, b as last_event_at, 'read' as status, null::varchar as reason,
        b + interval 5 minutes as modified_at, bucket + interval 6 minutes as first_seen_at,
        1::bigint as revision
      from o where date_trunc('day', bucket + interval 6 minutes) = date_trunc('day', bucket)
      union all
      select
        's3://org-trail/moved/' || md5(account || region || bucket || kind), md5(kind || account || region || bucket), kind, account, region,
        case kind when 'cloudtrail' then date_trunc('day', bucket) else bucket end,
        n * 400, n * 1900, n + 3, n, 0, 0, 3, '{"not-bedrock":3}', 0, a, b, 'read', null,
        b + interval 5 minutes, bucket + interval 1 minute, 1
      from o where date_trunc('day', bucket + interval 6 minutes) <> date_trunc('day', bucket)
      """;

  private static final String GROUNDS =
      """
      select rule, account, workload, profile, inference_region as region, count(*) as n,
        min(called_at) as a, max(called_at) as b
      from (
        select unnest(string_split(rules, ',')) as rule, account, workload, profile,
          inference_region, called_at
        from c where rules is not null)
      group by all
      """;

  private void findings() throws Exception {
    sql.execute(
        """
        create temp table f as
        select substr(md5(rule || account || workload || coalesce(profile, '') || coalesce(region, '')), 1, 16) as finding_id,
          rule, 1::bigint as rule_version,
          case rule when 'residency-breach' then 'critical' when 'residency-unproven' then 'error' else 'warning' end as severity,
          account, workload, profile, region, null::varchar as subject, sum(n)::bigint as occurrences,
          min(a) as first_seen_at, max(b) as last_seen_at, 'open' as status,
          workload || ' of account ' || account || ': ' || rule as headline, 1::bigint as revision,
          null::timestamptz as ended_at, null::varchar as value, null::varchar as limit_value,
          null::varchar as cause
        from g group by all
        """);
    List<LocalDate> days = new ArrayList<>();
    try (ResultSet rows = sql.executeQuery("select distinct first_seen_at::date from f order by 1")) {
      while (rows.next()) {
        days.add(LocalDate.parse(rows.getString(1)));
      }
    }
    for (LocalDate day : days) {
      copy(LakeTable.FINDINGS, day, "select * from f where first_seen_at::date = date '" + day + "'", false);
    }
  }

  private void copy(LakeTable table, LocalDate day, String query, boolean sealed) throws Exception {
    String path = table.id() + "/dt=" + day + "/big.parquet";
    Path file = lake.resolve(path);
    Files.createDirectories(file.getParent());
    String columns =
        table.columns().stream().map(c -> '"' + c.name() + '"').collect(Collectors.joining(", "));
    String ids =
        table.columns().stream()
            .map(c -> '"' + c.name() + "\": " + c.fieldId())
            .collect(Collectors.joining(", "));
    long rows =
        sql.executeLargeUpdate(
            "copy (select %s from (%s)) to '%s' (format parquet, compression zstd, row_group_size 122880, field_ids {%s})"
                .formatted(columns, query, file.toString().replace("'", "''"), ids));
    files
        .computeIfAbsent(table.id(), id -> new ArrayList<>())
        .add(new DataFile(path, day.toString(), rows, Files.size(file), sealed));
  }

  private void publish(Instant asOf) throws Exception {
    Manifest manifest =
        new Manifest(1, 1, 1, 1, "compact", asOf.toEpochMilli(), files, List.of());
    Path folder = Files.createDirectories(lake.resolve("_manifests"));
    Files.write(
        folder.resolve(Manifest.fileName(1)), LakeJson.mapper().writeValueAsBytes(manifest));
    for (Map.Entry<String, List<DataFile>> table : files.entrySet()) {
      System.out.printf(
          "%-14s %,13d rows %,15d bytes %,5d files%n",
          table.getKey(),
          table.getValue().stream().mapToLong(DataFile::rows).sum(),
          table.getValue().stream().mapToLong(DataFile::bytes).sum(),
          table.getValue().size());
    }
  }
}
