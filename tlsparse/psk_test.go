package tlsparse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPreSharedKeyOfAResumption(t *testing.T) {
	m, err := ParseClientHello(first(t, "tls13_psk", "client_hello"))
	if err != nil {
		t.Fatal(err)
	}
	body, ok := m.Extensions.Find(ExtensionPreSharedKey)
	if !ok {
		t.Fatal("no pre_shared_key")
	}
	offer, err := ParsePreSharedKeyOffer(body)
	if err != nil {
		t.Fatal(err)
	}
	var binders []int
	for b := range offer.Binders.All() {
		binders = append(binders, len(b))
	}
	if n, err := ParsePSKIdentities(body); n != 1 || err != nil {
		t.Errorf("%d identities, %v; want 1", n, err)
	}
	if diff := cmp.Diff([]int{48}, binders); diff != "" {
		t.Errorf("lengths of the binders (-want +got):\n%s", diff)
	}
}

func TestPreSharedKeyOffers(t *testing.T) {
	type offer struct {
		Identities []string
		Ages       []uint32
		Binders    []string
	}
	for name, test := range map[string]struct {
		body string
		want offer
		err  *ParseError
	}{
		"two": {"000f 0001 61 00000001 0002 6262 00000002 0006 02 3131 02 3232",
			offer{[]string{"a", "bb"}, []uint32{1, 2}, []string{"11", "22"}}, nil},
		"an identity without its age": {"0008 0001 61 00000001 00 0003 02 3131",
			offer{[]string{"a"}, []uint32{1}, nil}, &ParseError{"pre_shared_key", "identities", 9, Truncated}},
		"an age cut short": {"0005 0001 61 0000 0003 02 3131",
			offer{nil, nil, nil}, &ParseError{"pre_shared_key", "identities", 2, Truncated}},
		"no binders": {"0007 0001 61 00000001",
			offer{[]string{"a"}, []uint32{1}, nil}, &ParseError{"pre_shared_key", "binders", 9, Truncated}},
		"a binder that leaves its list": {"0007 0001 61 00000001 0002 02 31",
			offer{[]string{"a"}, []uint32{1}, nil}, &ParseError{"pre_shared_key", "binders", 11, Truncated}},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := ParsePreSharedKeyOffer(unhex(t, test.body))
			var got offer
			for identity, age := range m.Identities.All() {
				got.Identities = append(got.Identities, string(identity))
				got.Ages = append(got.Ages, age)
			}
			got.Binders = texts(m.Binders.All())
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.err, problem(t, err)); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}
