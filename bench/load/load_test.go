package load

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"testing"

	"github.com/tlssniff/tlssniff/capture"
	"github.com/tlssniff/tlssniff/engine"
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report"
)

// outcomes reads a load as the program does, and counts its connections by outcome.
func outcomes(t *testing.T, pcap []byte) map[string]int {
	t.Helper()
	files, err := capture.Open([]string{"-"}, capture.Options{Stdin: bytes.NewReader(pcap)})
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	var out bytes.Buffer
	reporter, err := report.New("ndjson", &out, report.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := engine.Run(context.Background(), engine.Options{Source: files, Reporter: reporter}); err != nil {
		t.Fatal(err)
	}
	count := make(map[string]int)
	for d := json.NewDecoder(&out); ; {
		var r struct {
			Outcome string
			Server  record.Endpoint
		}
		if err := d.Decode(&r); err == io.EOF {
			return count
		} else if err != nil {
			t.Fatal(err)
		}
		if r.Server.Port != 443 {
			t.Errorf("a connection to port %d", r.Server.Port)
		}
		count[r.Outcome]++
	}
}

func TestEveryCopyIsRead(t *testing.T) {
	templates, err := ReadTemplates([]string{"../../samples/tls13.pcap", "../../samples/tls12.pcap"})
	if err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]Options{
		"handshakes": {Connections: 40, Open: 10},
		"bulk":       {Connections: 10, Open: 5, Bulk: 100_000},
		"mixed":      {Connections: 40, Open: 10, Bulk: 20_000, Disorder: 0.05, Other: 0.4},
	} {
		var first, second bytes.Buffer
		for _, w := range []*bytes.Buffer{&first, &second} {
			if err := Write(w, templates, o); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Errorf("%s: not the same bytes twice", name)
		}
		if n := outcomes(t, first.Bytes()); n["established"] != o.Connections || len(n) != 1 {
			t.Errorf("%s: %v, want %d established", name, n, o.Connections)
		}
	}
}

func TestNoTemplatesIsAnError(t *testing.T) {
	if err := Write(io.Discard, nil, Options{Connections: 1, Open: 1}); err == nil {
		t.Error("a load of nothing was written")
	}
}
