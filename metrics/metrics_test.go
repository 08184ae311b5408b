package metrics

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/tlssniff/tlssniff/capture/live"
	"github.com/tlssniff/tlssniff/engine"
	"github.com/tlssniff/tlssniff/record"
)

func TestWhatIsCountedIsServed(t *testing.T) {
	var meter engine.Meter
	meter.Packets.Store(12)
	m := New(&meter, func() []live.Stats { return []live.Stats{{Interface: "eth0", Received: 12, Dropped: 3, Up: true}} })
	m.Observe(&record.Connection{Outcome: record.OutcomeEstablished, Version: "TLS 1.3", Findings: []record.Finding{{Code: "tls_1_0", Severity: "medium"}}})
	m.Observe(&record.Connection{Outcome: record.OutcomeFailed, Diagnosis: &record.Diagnosis{Cause: "no_shared_version"}})

	listener, err := Listen("0")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(listener.Addr().String(), "127.0.0.1:") {
		t.Errorf("a port alone is served at %s", listener.Addr())
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- m.Serve(ctx, listener) }()
	text := get(t, "http://"+listener.Addr().String()+"/metrics")
	for _, want := range []string{
		`tlssniff_packets_total 12`, `tlssniff_connections_total{outcome="established"} 1`, `tlssniff_versions_total{version="TLS 1.3"} 1`,
		`tlssniff_failures_total{cause="no_shared_version"} 1`, `tlssniff_findings_total{code="tls_1_0",severity="medium"} 1`,
		`tlssniff_interface_dropped_total{interface="eth0"} 3`, `tlssniff_interface_up{interface="eth0"} 1`,
	} {
		if !strings.Contains(text, want+"\n") {
			t.Errorf("%s is missing in\n%s", want, text)
		}
	}
	if got := get(t, "http://"+listener.Addr().String()+"/healthz"); got != "ok\n" {
		t.Errorf("health is %q", got)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func get(t *testing.T, url string) string {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
