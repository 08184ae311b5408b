package tlsparse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// share is a key share without its bytes.
type share struct {
	Group  string
	Length int
}

func shares(list KeyShares) []share {
	var out []share
	for group, key := range list.All() {
		out = append(out, share{group.String(), len(key)})
	}
	return out
}

func TestKeySharesOfARetry(t *testing.T) {
	var client [][]share
	for _, body := range flight(t, "tls13_hrr", "client_hello") {
		m, err := ParseClientHello(body)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := m.Extensions.Find(ExtensionKeyShare)
		list, err := ParseClientKeyShares(body)
		if err != nil {
			t.Fatal(err)
		}
		client = append(client, shares(list))
	}
	if diff := cmp.Diff([][]share{{{"x25519", 32}}, {{"secp384r1", 97}}}, client); diff != "" {
		t.Errorf("client (-want +got):\n%s", diff)
	}

	var server []share
	for _, body := range flight(t, "tls13_hrr", "server_hello") {
		m, err := ParseServerHello(body)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := m.Extensions.Find(ExtensionKeyShare)
		group, key, err := ParseServerKeyShare(body)
		if err != nil {
			t.Fatal(err)
		}
		server = append(server, share{group.String(), len(key)})
	}
	if diff := cmp.Diff([]share{{"secp384r1", 0}, {"secp384r1", 97}}, server); diff != "" {
		t.Errorf("server (-want +got):\n%s", diff)
	}
}

func TestBrokenKeyShares(t *testing.T) {
	for name, test := range map[string]struct {
		body string
		want []share
		err  *ParseError
	}{
		"GREASE and a share":             {"000a 2a2a 0001 00 001d 0001 07", []share{{"GREASE", 1}, {"x25519", 1}}, nil},
		"no share":                       {"0000", nil, nil},
		"a list that runs past the end":  {"000b 001d 0001 07", nil, &ParseError{"key_share", "client_shares", 0, Truncated}},
		"a share that leaves the list":   {"0009 001d 0001 07 0017 0041", []share{{"x25519", 1}}, &ParseError{"key_share", "client_shares", 7, Truncated}},
		"bytes that follow the list":     {"0005 001d 0001 07 00", []share{{"x25519", 1}}, &ParseError{"key_share", "client_shares", 7, Trailing}},
		"a list of less than one header": {"0001 00", nil, &ParseError{"key_share", "client_shares", 2, Truncated}},
	} {
		t.Run(name, func(t *testing.T) {
			list, err := ParseClientKeyShares(unhex(t, test.body))
			if diff := cmp.Diff(test.want, shares(list)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.err, problem(t, err)); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}
