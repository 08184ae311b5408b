package monitor

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tlssniff/tlssniff/capture/live"
	"github.com/tlssniff/tlssniff/record"
)

// cables are interfaces whose state a test sets.
type cables struct {
	mu    sync.Mutex
	stats []live.Stats
}

func (c *cables) Stats() []live.Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.stats)
}

// plug says whether the first is up.
func (c *cables) plug(up bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stats[0].Up = up
}

// watched is a Monitor of a run that saw one connection of each kind.
func watched() (*Monitor, *cables) {
	c := &cables{stats: []live.Stats{{Interface: "eth0", Received: 100, Dropped: 3, Missed: 2, Up: true}, {Interface: "eth1"}}}
	m := New(c)
	m.Meter.Packets.Store(100)
	m.Meter.Bytes.Store(5000)
	m.Meter.Open.Store(7)
	m.Observe(&record.Connection{Outcome: record.OutcomeEstablished, Version: "TLS 1.3", CipherSuite: "TLS_AES_128_GCM_SHA256"})
	m.Observe(&record.Connection{
		Outcome: record.OutcomeFailed, Version: "TLS 1.2", Diagnosis: &record.Diagnosis{Cause: "server_certificate_expired"},
		Findings: []record.Finding{{Code: "certificate_expired"}},
	})
	m.Observe(&record.Connection{Outcome: record.OutcomeIncomplete})
	return m, c
}

func TestServe(t *testing.T) {
	m, _ := watched()
	l, err := Listen("0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- m.Serve(ctx, l) }()

	status, text := get(t, l, "/metrics")
	for _, line := range []string{
		"tlssniff_packets_total 100", "tlssniff_bytes_total 5000", "tlssniff_flows_open 7",
		`tlssniff_interface_dropped_packets_total{interface="eth0"} 3`, `tlssniff_interface_missed_packets_total{interface="eth0"} 2`,
		`tlssniff_interface_up{interface="eth0"} 1`, `tlssniff_interface_up{interface="eth1"} 0`,
		`tlssniff_connections_total{outcome="established"} 1`, `tlssniff_connections_total{outcome="failed"} 1`,
		`tlssniff_versions_total{version="TLS 1.2"} 1`, `tlssniff_cipher_suites_total{cipher_suite="TLS_AES_128_GCM_SHA256"} 1`,
		`tlssniff_causes_total{cause="server_certificate_expired"} 1`, `tlssniff_findings_total{finding="certificate_expired"} 1`,
	} {
		if !strings.Contains(text, "\n"+line+"\n") {
			t.Errorf("metrics lack %s", line)
		}
	}
	if status != http.StatusOK {
		t.Errorf("metrics: status %d", status)
	}
	if status, text := get(t, l, "/healthz"); status != http.StatusOK || text != "ok\n" {
		t.Errorf("health: %d %q", status, text)
	}
	m.Meter.Beat.Store(time.Now().Add(-time.Minute).UnixNano())
	if status, _ := get(t, l, "/healthz"); status != http.StatusServiceUnavailable {
		t.Errorf("health of a run that stands still: %d", status)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("the server ended with %v", err)
	}
}

func get(t *testing.T, l net.Listener, path string) (status int, text string) {
	t.Helper()
	r, err := http.Get("http://" + l.Addr().String() + path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(b)
}

func TestListenIsThisMachinesWhereOnlyAPortIsGiven(t *testing.T) {
	for _, address := range []string{"0", ":0", "127.0.0.1:0"} {
		l, err := Listen(address)
		if err != nil {
			t.Fatalf("%s: %v", address, err)
		}
		l.Close()
		if ip := l.Addr().(*net.TCPAddr).IP; !ip.IsLoopback() {
			t.Errorf("%s listens at %v", address, ip)
		}
	}
	for _, address := range []string{"", "somewhere", "1.2.3.4", "70000", "127.0.0.1:x"} {
		if l, err := Listen(address); err == nil {
			t.Errorf("%q listens at %v", address, l.Addr())
		}
	}
}

func TestLogOnceAMinuteAndWhenAnInterfaceGoes(t *testing.T) {
	m, c := watched()
	var b bytes.Buffer
	untimed := func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey || a.Key == "memory_mb" {
			return slog.Attr{}
		}
		return a
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		go m.Log(ctx, slog.New(slog.NewTextHandler(&b, &slog.HandlerOptions{ReplaceAttr: untimed})))
		time.Sleep(61 * time.Second)
		synctest.Wait()
		c.plug(false)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		c.plug(true)
		time.Sleep(time.Minute)
		stop()
		synctest.Wait()
	})
	line := ` msg=sniffing packets=100 dropped=3 missed=2 connections=3 failed=1 open=7 evicted=0`
	want := []string{
		"level=WARN" + line, // lost since the start
		`level=WARN msg="interface is down" interface=eth0`,
		`level=WARN msg="interface is back" interface=eth0`,
		"level=INFO" + line, // nothing was lost since
		"",
	}
	if got := strings.Split(b.String(), "\n"); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the log has\n%s", b.String())
	}
}

func TestSystemdIsToldOfAHealthyRun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notify")
	l, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Skipf("no Unix sockets here: %v", err)
	}
	defer l.Close()
	t.Setenv("NOTIFY_SOCKET", path)
	t.Setenv("WATCHDOG_USEC", "30000")
	m, _ := watched()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { m.Systemd(ctx); close(ended) }()
	heard := func(want string) {
		t.Helper()
		b := make([]byte, 100)
		l.SetReadDeadline(time.Now().Add(5 * time.Second))
		for {
			n, err := l.Read(b)
			if err != nil {
				t.Fatalf("waiting for %s: %v", want, err)
			}
			if string(b[:n]) == want {
				return
			}
		}
	}
	heard("READY=1")
	heard("WATCHDOG=1")
	stop()
	heard("STOPPING=1")
	<-ended
}

func TestTallyIsBounded(t *testing.T) {
	var all tally
	for i := range 10 * maxValues {
		all.add(&record.Connection{CipherSuite: fmt.Sprint(i)})
	}
	c := all.counts()
	if len(c.Suites) != maxValues+1 || c.Suites[others] != 9*maxValues || c.Connections != 10*maxValues {
		t.Errorf("%d suites, %d others, %d connections", len(c.Suites), c.Suites[others], c.Connections)
	}
}
