package report

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/record"
)

func TestTableIsSorted(t *testing.T) {
	a := established(1, "b.example", "TLS 1.3", "TLS_AES_256_GCM_SHA384", "x25519")
	a.UID, a.End = "A", a.Start+9e9
	b := failed(2, "c.example", "handshake_failure", "server")
	b.UID, b.Client.IP, b.Version = "B", "10.0.0.1", "TLS 1.2"
	c := established(10, "a.example", "TLS 1.2", "TLS_AES_128_GCM_SHA256", "x25519")
	c.UID, c.Server.IP = "C", "192.0.2.1"
	d := failed(11, "d.example", "handshake_failure", "server")
	d.UID, d.Client.IP, d.End = "D", "192.0.2.99", d.Start-5e9
	uid := regexp.MustCompile(`(?m)[A-D]$`)
	for key, want := range map[string]string{
		"": "BDAC", "outcome": "BDAC", "-outcome": "ACBD",
		"start": "ABCD", "-start": "DCBA",
		"duration": "DBCA", "-duration": "ABCD",
		"client": "BACD", "-client": "DCAB",
		"server": "CABD", "name": "CABD", "-name": "DBAC",
		"version": "DBCA", "suite": "BDCA",
	} {
		t.Run(key, func(t *testing.T) {
			got := print(t, "table", Options{Wide: true, Sort: key}, run(), []*record.Connection{a, b, c, d})
			rows, _, _ := strings.Cut(got, "\n\n")
			if diff := cmp.Diff(want, strings.Join(uid.FindAllString(rows, -1)[1:], "")); diff != "" {
				t.Errorf("(-want +got):\n%s\n%s", diff, rows)
			}
		})
	}
}

func TestEverySortKeyIsAccepted(t *testing.T) {
	for _, key := range SortKeys() {
		for _, prefix := range []string{"", "-"} {
			if _, err := New("table", new(bytes.Buffer), Options{Sort: prefix + key}); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestUnknownNamesAreRefusedWithThoseThatAreKnown(t *testing.T) {
	_, err := New("table", nil, Options{Sort: "-colour"})
	if want := `a table can't be sorted by "colour": it is one of start, duration, outcome, client, server, name, version, suite`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	_, err = New("xml", nil, Options{})
	if want := "there is no format \"xml\": it is one of " + strings.Join(Formats(), ", "); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
