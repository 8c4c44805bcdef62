package dev.landfall.ingest.doctor;

import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.aws.AwsClients;
import dev.landfall.ingest.aws.AwsFault;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * AWS as one source reaches it. Each call is tried once; the date of every answer, good or bad, is
 * held against the clock.
 *
 * <p>Threads: safe.
 */
final class Asking {
  static final String CLOCK = "clock";
  private static final Duration LONGEST = Duration.ofSeconds(8);
  private static final long SKEW_MILLIS = 60_000;

  private final AwsAccess access;
  private final Clock clock;
  private volatile @Nullable Long skew;

  Asking(AwsAccess access, Clock clock) {
    this.access = access;
    this.clock = clock;
  }

  AwsAccess access() {
    return access;
  }

  /** Names account and Region for people; the role's account, for one's own is not known. */
  String subject() {
    String role = access.roleArn();
    return access.region() + (role == null ? "" : " of " + role.split(":", 6)[4]);
  }

  <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
    return AwsClients.once(builder, access, LONGEST);
  }

  /**
   * Makes a call.
   *
   * @param permission the IAM action it needs
   */
  <T extends SdkResponse> T ask(String permission, Supplier<T> call) throws Unanswered {
    try {
      T answer = call.get();
      note(answer.sdkHttpResponse());
      return answer;
    } catch (AwsServiceException e) {
      note(e.awsErrorDetails() == null ? null : e.awsErrorDetails().sdkHttpResponse());
      throw new Unanswered(permission, AwsFault.of(e), who(), e);
    } catch (SdkException e) {
      throw new Unanswered(permission, AwsFault.of(e), who(), e);
    }
  }

  private String who() {
    String role = access.roleArn();
    return role == null ? "the credentials in use" : role;
  }

  private void note(@Nullable SdkHttpResponse answer) {
    if (answer == null) {
      return;
    }
    answer
        .firstMatchingHeader("Date")
        .ifPresent(
            text -> {
              try {
                ZonedDateTime at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
                skew = clock.millis() - at.toInstant().toEpochMilli();
              } catch (DateTimeException notADate) {
                return; // an answer without a date tells nothing of the clock
              }
            });
  }

  /** To be asked when all calls have been made. */
  Line clockLine() {
    Long off = skew;
    if (off == null) {
      return Line.unknown(
          CLOCK, subject(), "no answer of AWS told the time", "see the lines above first");
    }
    String detail = "%d s %s AWS".formatted(Math.abs(off) / 1000, off < 0 ? "behind" : "ahead of");
    return Math.abs(off) > SKEW_MILLIS
        ? Line.gap(
            CLOCK,
            subject(),
            detail,
            "set the clock by NTP: AWS refuses signatures five minutes off, and ages go wrong")
        : Line.fine(CLOCK, subject(), detail);
  }
}
