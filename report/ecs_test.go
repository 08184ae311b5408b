package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/record"
)

func TestECSGolden(t *testing.T) { golden(t, "ecs", print(t, "ecs", Options{}, run(), samples(t))) }

// member returns a member of a member of an object.
func member(object map[string]any, path ...string) any {
	var at any = object
	for _, name := range path {
		members, _ := at.(map[string]any)
		at = members[name]
	}
	return at
}

func TestECSOutcomes(t *testing.T) {
	for outcome, want := range map[string][3]any{
		record.OutcomeEstablished: {"success", "tls-established", true},
		record.OutcomeFailed:      {"failure", "tls-failed", false},
		record.OutcomeAborted:     {"failure", "tls-aborted", false},
		record.OutcomeIncomplete:  {"unknown", "tls-incomplete", nil},
		record.OutcomeNotTLS:      {"unknown", "not-tls", false},
	} {
		d := lineObjects(t, print(t, "ecs", Options{}, run(), []*record.Connection{connection(1, outcome, "")}))[0]
		got := [3]any{member(d, "event", "outcome"), member(d, "event", "action"), member(d, "tls", "established")}
		if got != want {
			t.Errorf("%s is %v, want %v", outcome, got, want)
		}
	}
}

func TestECSNamesAreTakenApart(t *testing.T) {
	c := connection(1, record.OutcomeEstablished, "")
	c.Version = "DTLS 1.2"
	c.Certificates = &record.Certificates{Server: []record.PresentedCertificate{{Certificate: &record.Certificate{
		SHA256: "ab", SHA1: "cd", Subject: record.Some(`CN=a\,b,OU=One+OU=Two,O=Example,ST=Here,L=There,C=US,1.2.3=#05`), Serial: record.Some("0a"),
	}}}}
	d := lineObjects(t, print(t, "ecs", Options{}, run(), []*record.Connection{c}))[0]
	want := map[string]any{
		"distinguished_name": "1.2.3=#05, C=US, L=There, ST=Here, O=Example, OU=One + OU=Two, CN=a,b",
		"common_name":        []any{"a,b"}, "organizational_unit": []any{"One", "Two"}, "organization": []any{"Example"},
		"state_or_province": []any{"Here"}, "locality": []any{"There"}, "country": []any{"US"},
	}
	if diff := cmp.Diff(want, member(d, "tls", "server", "x509", "subject")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := [...]any{member(d, "tls", "version_protocol"), member(d, "tls", "version"), member(d, "tls", "server", "hash", "sha256"), member(d, "tls", "server", "x509", "serial_number")}; got != [...]any{"dtls", "1.2", "AB", "0A"} {
		t.Errorf("got %v", got)
	}
}

func TestECSNamesTheVLANs(t *testing.T) {
	c := connection(1, record.OutcomeEstablished, "")
	c.Link = &record.Link{VLANs: []uint16{42, 7}}
	d := lineObjects(t, print(t, "ecs", Options{}, run(), []*record.Connection{c}))[0]
	if outer, inner := member(d, "network", "vlan", "id"), member(d, "network", "inner", "vlan", "id"); outer != "42" || inner != "7" {
		t.Errorf("outer %v, inner %v", outer, inner)
	}
}
