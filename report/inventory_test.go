package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"

	"github.com/tlssniff/tlssniff/record"
)

// certificate makes up a certificate that expires so many days after the epoch.
func certificate(name, issuer string, days int) *record.Certificate {
	return &record.Certificate{
		SHA256: fmt.Sprintf("%064x", []byte(name+issuer))[:64], SHA1: "00", Length: 900,
		Subject: record.Some("CN=" + name + ",O=Example"), CommonName: record.Some(name), Issuer: record.Some("CN=" + issuer + `,O=Example\, Ltd`),
		NotBefore: record.Some(epoch.Std().Add(-24 * time.Hour)), NotAfter: record.Some(epoch.Std().Add(time.Duration(days) * 24 * time.Hour)),
		DNSNames: []string{name, "www." + name}, KeyAlgorithm: "RSA", KeyBits: record.Some(2048), SignatureAlgorithm: "SHA256-RSA", Serial: record.Some("0a1b"),
		SelfSigned: record.Some(name == issuer),
		DER:        []byte("the bytes of " + name),
	}
}

// showing makes up a connection whose server shows a chain.
func showing(n int, v *record.Verification, chain ...*record.Certificate) *record.Connection {
	c := connection(n, record.OutcomeEstablished, chain[0].CommonName.Value)
	c.Certificates, c.Verification = new(record.Certificates), v
	for _, cert := range chain {
		c.Certificates.Server = append(c.Certificates.Server, record.PresentedCertificate{Certificate: cert})
	}
	return c
}

// shown are connections that show certificates of all kinds.
func shown() []*record.Connection {
	trusted := &record.Verification{Status: "trusted"}
	unknown := &record.Verification{Status: "untrusted", Errors: []string{"expired", "unknown_issuer"}}
	issuing, old := certificate("Issuing CA", "Root CA", 3000), certificate("Old CA", "Root CA", -2)
	good, ends := certificate("good.example", "Issuing CA", 200), certificate("ends.example", "Issuing CA", 12)
	expired := certificate("expired.example", "Old CA", -1)
	broken := certificate("broken.example", "broken.example", 100)
	broken.ParseError = "extensions: cut short"
	client := certificate("client-7", "Issuing CA", 90)
	client.KeyAlgorithm, client.Curve = "ECDSA", "secp256r1"

	mutual := showing(5, trusted, good, issuing)
	mutual.Client.IP, mutual.Server.Port = "192.0.2.77", 8443
	mutual.Certificates.Client = []record.PresentedCertificate{{Certificate: client}, {Certificate: issuing}}
	mutual.ClientVerification = &record.Verification{Status: "trusted"}
	mutual.OCSP = &record.OCSP{Status: "good"}
	mutual.SCTs = []record.SCT{{Source: "certificate"}, {Source: "certificate"}, {Source: "ocsp"}}
	return []*record.Connection{
		showing(1, trusted, good, issuing), showing(2, unknown, expired, old), showing(3, trusted, ends, issuing),
		showing(4, &record.Verification{Status: "untrusted", Errors: []string{"name_mismatch"}}, good, issuing),
		mutual, showing(6, nil, broken), connection(7, record.OutcomeEstablished, "hidden.example"),
	}
}

// inventoryOf returns the inventory of records.
func inventoryOf(t *testing.T, o Options, ask Inventory, records []*record.Connection) string {
	t.Helper()
	return printed(t, run(), records, func(w io.Writer) (Reporter, error) { return NewInventory(w, o, ask) })
}

func TestInventoryGolden(t *testing.T) {
	for name, c := range map[string]struct {
		o   Options
		ask Inventory
	}{
		"inventory-80":   {Options{Width: 80, Unicode: true}, Inventory{Format: "table"}},
		"inventory-110":  {Options{Width: 110}, Inventory{Format: "table"}},
		"inventory-200":  {Options{Width: 200, Color: true}, Inventory{Format: "table"}},
		"inventory-wide": {Options{Width: 80, Wide: true}, Inventory{Format: "table"}},
		"inventory-csv":  {Options{}, Inventory{Format: "csv"}},
		"inventory-json": {Options{}, Inventory{Format: "ndjson"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := inventoryOf(t, c.o, c.ask, shown())
			golden(t, name, got)
			for line := range strings.Lines(got) {
				if n := runewidth.StringWidth(strings.TrimSuffix(line, "\n")); c.ask.Format == "table" && !c.o.Wide && !c.o.Color && n > c.o.Width {
					t.Errorf("%d columns: %s", n, line)
				}
			}
		})
	}
}

func TestInventoryAsJSONIsOneArray(t *testing.T) {
	var got []map[string]any
	if err := json.Unmarshal([]byte(inventoryOf(t, Options{}, Inventory{Format: "json"}, shown())), &got); err != nil || len(got) != 7 {
		t.Errorf("%d certificates, %v", len(got), err)
	}
}

func TestInventoryOfNothing(t *testing.T) {
	hidden := connection(1, record.OutcomeEstablished, "")
	for format, want := range map[string]string{
		"table":  "no certificates in 1 TLS connection, 12,345 packets, over 1m30s\n  not shown     1 of 1 connection shows no certificate: ",
		"json":   "[]\n",
		"ndjson": "",
	} {
		if got := inventoryOf(t, Options{}, Inventory{Format: format}, []*record.Connection{hidden}); !strings.HasPrefix(got, want) {
			t.Errorf("%s: got %q", format, got)
		}
	}
}

func TestInventoryListsWhatExpiresWithinATime(t *testing.T) {
	for name, c := range map[string]struct {
		within time.Duration
		asOf   string
		want   []string
	}{
		"expired":          {0, "capture", []string{"Old CA", "expired.example"}},
		"30 days":          {30 * 24 * time.Hour, "capture", []string{"Old CA", "expired.example", "ends.example"}},
		"of another day":   {0, "2024-04-01", []string{"Old CA", "expired.example", "ends.example"}},
		"before all of it": {0, "2020-01-01", nil},
	} {
		t.Run(name, func(t *testing.T) {
			at, err := ParseAsOf(c.asOf, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			text := inventoryOf(t, Options{}, Inventory{Format: "csv", Within: record.Some(c.within), AsOf: at}, shown())
			var got []string
			for _, row := range spreadsheet(t, text) {
				got = append(got, row["common_name"])
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestInventoryTellsWhatExpiredSinceTheCapture(t *testing.T) {
	for days, want := range map[time.Duration]string{
		50:  "1 more has expired since, by 2024-04-19 (--as-of now counts from then)",
		150: "3 more have expired since, by 2024-07-28 (--as-of now counts from then)",
	} {
		at, err := ParseAsOf("capture", epoch.Std().Add(days*24*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		if got := inventoryOf(t, Options{Width: 100}, Inventory{Format: "table", AsOf: at}, shown()); !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}

// TestInventoryIsClean holds that nothing that was sent reaches a terminal or a spreadsheet as it is.
func TestInventoryIsClean(t *testing.T) {
	for _, text := range []string{hostile, "=1+1", separator + partSeparator + itemSeparator} {
		c := new(record.Connection)
		poison(reflect.ValueOf(c).Elem(), text)
		for _, p := range append(c.Certificates.Server, c.Certificates.Client...) {
			p.JSON = nil // is encoded from what is poisoned
		}
		for _, ask := range []Inventory{{Format: "table"}, {Format: "csv"}} {
			got := inventoryOf(t, Options{Wide: true}, ask, []*record.Connection{c})
			if i := strings.IndexFunc(got, func(r rune) bool { return r != '\r' && r != '\n' && !printable(r) }); i >= 0 {
				t.Errorf("%s: %q holds what a terminal acts on: %q", ask.Format, text, got[i:])
			}
			if ask.Format != "csv" {
				continue
			}
			rows := spreadsheet(t, got)
			if len(rows) == 0 {
				t.Fatal("there is no row")
			}
			for column, field := range rows[0] {
				if strings.ContainsRune("=+-@\t\r", rune(field[0])) && !negative(field) {
					t.Errorf("%s is a formula: %q", column, field)
				}
			}
		}
	}
}

func TestInventoryIsBounded(t *testing.T) {
	var out bytes.Buffer
	r, err := NewInventory(&out, Options{Width: 100}, Inventory{Format: "table"})
	if err != nil {
		t.Fatal(err)
	}
	i := r.(*inventory)
	for n := range maxPlaces + 5 {
		c := showing(n, nil, certificate("often.example", "Root", 10))
		c.Server.Port = uint16(n + 1)
		if err := i.Write(i.Encode(nil, c)); err != nil {
			t.Fatal(err)
		}
	}
	i.bytes = maxInventoryBytes + 1
	for range 3 {
		if err := i.Write(i.Encode(nil, showing(1, nil, certificate("late.example", "Root", 10)))); err != nil {
			t.Fatal(err)
		}
	}
	if err := i.Close(run()); err != nil {
		t.Fatal(err)
	}
	got := strings.Join(strings.Fields(out.String()), " ")
	for _, want := range []string{
		"not kept certificates past the first 1, which were shown 3 times: pick connections with a filter (-f)",
		"not kept servers, names or clients past 64 of 1 certificate",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}

func TestInventoryHasNoOtherFormat(t *testing.T) {
	_, err := NewInventory(nil, Options{}, Inventory{Format: "html"})
	if err == nil || err.Error() != `there is no format "html" for certificates: it is one of table, csv, json, ndjson` {
		t.Errorf("got %v", err)
	}
}

func TestShortNameIsTheCommonName(t *testing.T) {
	for dn, want := range map[string]string{
		"":                             "",
		"CN=a.example,O=b":             "a.example",
		`O=b\, CN=no,CN=Yes\, Inc.`:    "Yes, Inc.",
		"OU=Roots,O=Only Organization": "Only Organization",
		"OU=x+CN=y":                    "y",
		`CN=a\0Ab`:                     `a\x0ab`,
		`CN=ends with \`:               `ends with \`,
		"C=US":                         "C=US",
	} {
		if got := shortName(dn); got != want {
			t.Errorf("%q: got %q, want %q", dn, got, want)
		}
	}
}

func TestDaysLeftCountWholeDays(t *testing.T) {
	at := epoch.Std()
	for until, want := range map[time.Duration]int{0: 0, time.Hour: 0, 24 * time.Hour: 1, 47 * time.Hour: 1, -time.Hour: -1, -24 * time.Hour: -1, -25 * time.Hour: -2} {
		if got := daysLeft(at, at.Add(until)); got != want {
			t.Errorf("%v: %d, want %d", until, got, want)
		}
	}
}
