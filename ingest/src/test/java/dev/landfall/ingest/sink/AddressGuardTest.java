package dev.landfall.ingest.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
  private static String refuses(String url, String... leadsTo) throws Exception {
    AddressGuard guard =
        new AddressGuard(
            host -> {
              if (leadsTo.length == 0) {
                return InetAddress.getAllByName(host);
              }
              InetAddress[] all = new InetAddress[leadsTo.length];
              for (int i = 0; i < all.length; i++) {
                all[i] = InetAddress.getByName(leadsTo[i]);
              }
              return all;
            });
    return guard.refuses(URI.create(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data",
        "http://169.254.0.1/",
        "http://[fe80::1]/",
        "http://2852039166/",
        "http://[::ffff:169.254.169.254]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://[fd00:ec2::254]/latest",
        "http://[fd00:ec2::23]/v2/credentials",
        "http://metadata.google.internal/",
        "http://METADATA.google.internal./",
        "http://0.0.0.0/",
        "http://224.0.0.1/"
      })
  void metadata_and_link_local_addresses_are_refused(String url) throws Exception {
    assertThat(refuses(url)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "169.254.169.254",
    "fe80::1",
    "127.0.0.1",
    "::1",
    "0.0.0.0",
    "fd00:ec2::254",
    "100.100.100.200"
  })
  void a_name_that_leads_there_is_refused_too(String address) throws Exception {
    assertThat(refuses("https://hooks.example.com/x", address)).isNotNull();
    assertThat(refuses("https://hooks.example.com/x", "203.0.113.7", address)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:9093", "http://localhost:9093", "http://[::1]:9093"})
  void loopback_is_allowed_by_its_own_name(String url) throws Exception {
    assertThat(refuses(url)).isNull();
  }

  @Test
  void private_and_public_addresses_are_allowed() throws Exception {
    assertThat(refuses("https://am.corp.example", "10.1.2.3")).isNull();
    assertThat(refuses("https://hooks.example.com", "203.0.113.7")).isNull();
  }
}
