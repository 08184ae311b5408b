package connection

import (
	"bytes"
	"crypto/tls"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/tlssniff/tlssniff/reassembly"
)

// restless returns a memory whose connections rest whenever they can.
func restless() *Memory {
	return NewMemory(100, 0)
}

func TestRestForgetsNothing(t *testing.T) {
	client, server := configs(t)
	for name, change := range map[string]func(k, s *tls.Config){
		"TLS 1.3":           func(_, _ *tls.Config) {},
		"TLS 1.2":           func(_, s *tls.Config) { s.MaxVersion = tls.VersionTLS12 },
		"mutual TLS 1.2":    func(_, s *tls.Config) { s.MaxVersion, s.ClientAuth = tls.VersionTLS12, tls.RequireAndVerifyClientCert },
		"HelloRetryRequest": func(_, s *tls.Config) { s.CurvePreferences = []tls.CurveID{tls.CurveP384} },
	} {
		t.Run(name, func(t *testing.T) {
			k, s := client.Clone(), server.Clone()
			change(k, s)
			talk := converse(t, k, s)
			before := restless()
			for before.dictionaries.current == nil {
				followIn(before, talk.segments(1400))
			}
			for _, size := range []int{1, 7, 100, 1400} {
				segments := talk.segments(size)
				m := restless()
				m.dictionaries = before.dictionaries
				if d := cmp.Diff(follow(segments), followIn(m, segments)); d != "" {
					t.Errorf("segments of %d bytes (-awake +rested)\n%s", size, d)
				}
				if len(m.stories) != 1 || len(m.connections) != 1 || m.tired.n != 0 {
					t.Errorf("%d stories, %d connections and %d in the list are left, want 1, 1 and 0", len(m.stories), len(m.connections), m.tired.n)
				}
			}
		})
	}
}

func TestCoderGivesBackWhatItTook(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		places := rapid.SliceOf(rapid.Custom(func(t *rapid.T) place {
			return reassembly.NewPlace(rapid.Int64().Draw(t, "time"), rapid.Int64Range(0, 1<<40).Draw(t, "index"),
				rapid.Int64Range(0, 1<<40-1).Draw(t, "number"), rapid.Int32Range(0, 3).Draw(t, "source"))
		})).Draw(t, "places")
		body := rapid.SliceOf(rapid.SampledFrom([]byte{0, 0, 0, 0, 0, 1, 2})).Draw(t, "bytes")
		text, n := rapid.String().Draw(t, "text"), rapid.Int().Draw(t, "number")
		code := func(c *coder) {
			list(c, &places, (*coder).place)
			c.bytes(&body)
			c.text(&text)
			number(c, &n)
		}
		w := coder{}
		code(&w)
		wrote := []any{bytes.Clone(body), text, n, append([]place{}, places...)}
		places, body, text, n = nil, nil, "", 0
		r := coder{b: w.b, reading: true}
		code(&r)
		read := []any{bytes.Clone(body), text, n, append([]place{}, places...)}
		if d := cmp.Diff(wrote, read, cmpopts.EquateEmpty(), cmpopts.EquateComparable(place{})); d != "" || len(r.b) > 0 {
			t.Fatalf("%d bytes are left (-wrote +read)\n%s", len(r.b), d)
		}
	})
}
